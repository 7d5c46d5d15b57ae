using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>
/// Looks for the entry at which a measurement list leads to what a quote covers. Template digests are computed here, those that
/// the list holds are not believed.
/// </summary>
public sealed class QuoteReplay : IDisposable
{
    private readonly Quote quote;
    private readonly QuotedBank[] banks;
    private readonly BankHash hash;
    private readonly byte[] selected;
    private readonly byte[] digest;
    private readonly bool[] isNamed = new bool[PcrBanks.PcrCount];
    private long entries;
    private long? matchedAt;
    private long? matchedWithHeldAt;
    private bool hasUnhashed;

    /// <param name="banks">What the TPM held when the list was copied; none is needed for a quote of PCR 10 alone.</param>
    public QuoteReplay(Quote quote, PcrBanks banks)
    {
        this.quote = quote;
        this.banks = [.. quote.Selections.Select(selection => new QuotedBank(selection, banks))];
        hash = BankHash.Of(quote.Hash);
        selected = new byte[this.banks.Sum(bank => bank.Length)];
        digest = new byte[quote.Hash.Width];
    }

    /// <summary>The next entry of the list, from its first one on.</summary>
    public void Add(in MeasurementEntry entry)
    {
        entries++;
        if (entry.IsVerified == false)
            return;
        hasUnhashed |= entry.TemplateData.IsEmpty && entry.Kind != MeasurementKind.Violation;
        if (!isNamed[entry.Pcr])
            BeginPcr(entry.Pcr);
        var next = ReplayEntry.Of(entry, entries, entry.Offset);
        foreach (var bank in banks)
            bank.Add(next);
        if (!IsCovered(entry.Pcr))
            return;
        if (Matches(withHeld: false))
            matchedAt = entries;
        if (Array.Exists(banks, bank => bank.IsPartlyHeld) && Matches(withHeld: true))
            matchedWithHeldAt = entries;
    }

    /// <summary>What the quote says of the entries so far.</summary>
    /// <param name="keyFile">The attestation key: an X.509 certificate or a public key, in DER or PEM.</param>
    /// <param name="nonce">What the quote was asked for with; null where that is not known.</param>
    /// <exception cref="CannotCheckException">The file holds no key, or one that cannot check signatures here.</exception>
    public QuoteVerdict Verdict(string keyFile, byte[]? nonce)
    {
        if (!quote.IsSignedBy(keyFile))
            return Verdict(false, "the quote's signature is not of the key given");
        if (nonce is not null && !quote.Answers(nonce))
            return Verdict(false, "the quote was made for another nonce: it may be an old one");
        if (Enumerable.Range(0, PcrBanks.PcrCount).Where(pcr => isNamed[pcr] && !IsCovered(pcr)).ToArray() is [var missed, ..])
            return Verdict(null, $"the quote does not cover PCR {missed}, into which entries were measured");
        if (MatchedAt is null && MissingValue() is { } missing)
            return Verdict(null, missing);
        if (MatchedAt is not { } matched)
            return Verdict(false, $"none of {entries} entries leads to what the quote covers: an entry was removed, added, changed or "
                + "moved, the end was cut off, or the list was copied before the quote was made");
        return Verdict(true, (matched == entries
            ? $"the TPM signed all {entries} entries"
            : $"the TPM signed the first {matched} of {entries} entries, the others came after the quote")
            + (nonce is null ? "; no nonce tells when" : ""));
    }

    public void Dispose()
    {
        foreach (var bank in banks)
            bank.Dispose();
        hash.Dispose();
    }

    private long? MatchedAt => matchedAt > (matchedWithHeldAt ?? 0) ? matchedAt : matchedWithHeldAt;

    /// <summary>What held so far with the TPM's value for this PCR did not: the list says now how it came about.</summary>
    private void BeginPcr(int pcr)
    {
        isNamed[pcr] = true;
        if (IsCovered(pcr))
            matchedWithHeldAt = null;
    }

    /// <summary>What would have to be known before a quote that fits nowhere speaks against the list; null where all of it is.</summary>
    private string? MissingValue()
    {
        if (hasUnhashed)
            return "the list is ASCII and has entries of a template that is not known here, so that nobody can tell what the kernel hashed";
        return banks.Select(bank => (bank.Algorithm, Pcr: bank.Unknown)).FirstOrDefault(bank => bank.Pcr is not null) is ({ } algorithm, { } pcr)
            ? $"the quote covers PCR {pcr} of bank {algorithm}, and what the TPM held there is not at hand: bring sys/class/tpm/tpm0/pcr-{algorithm}/{pcr} along"
            : null;
    }

    private bool IsCovered(int pcr) => Array.Exists(banks, bank => bank.Covers(pcr));

    private bool Matches(bool withHeld) => Matches(banks, selected, withHeld);

    /// <summary>Each bank may have been extended in a form of its own.</summary>
    private bool Matches(ReadOnlySpan<QuotedBank> rest, Span<byte> free, bool withHeld)
    {
        if (rest.IsEmpty)
        {
            hash.Compute(selected, digest);
            return quote.PcrDigest.SequenceEqual(digest);
        }
        foreach (var form in rest[0].Forms)
        {
            rest[0].CopyTo(free[..rest[0].Length], form, withHeld);
            if (Matches(rest[1..], free[rest[0].Length..], withHeld))
                return true;
        }
        return false;
    }

    private QuoteVerdict Verdict(bool? verified, string reason) => new()
    {
        Verified = verified,
        Reason = reason,
        MatchedAtEntry = MatchedAt,
        Entries = entries,
        Selection = string.Join('+', quote.Selections),
    };
}

/// <summary>What a signed quote says of a measurement list.</summary>
public sealed record QuoteVerdict
{
    /// <summary>
    /// True where the TPM signed that this list is what the kernel measured, up to an entry; false where the quote is not what
    /// was asked for, or the list not what it covers; null where it covers too little to say.
    /// </summary>
    public required bool? Verified { get; init; }

    /// <summary>Why, or why not; one line.</summary>
    public required string Reason { get; init; }

    /// <summary>The last entry at which the list leads to what the quote covers; null where it never does.</summary>
    public required long? MatchedAtEntry { get; init; }

    public required long Entries { get; init; }

    /// <summary>What the quote covers, as tpm2_quote takes it: <c>sha1:10+sha256:10,11</c>.</summary>
    public required string Selection { get; init; }
}
