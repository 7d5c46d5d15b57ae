namespace IntegrityWatch.Evidence.Tpm;

/// <summary>Judges a replayed list.</summary>
internal sealed class VerdictBuilder
{
    private readonly PcrBanks banks;
    private readonly IReadOnlyList<PcrForms> named;
    private readonly IReadOnlyList<PcrForms> known;
    private readonly IReadOnlyList<PcrForms> judged;

    /// <param name="named">The PCRs that entries named, by bank.</param>
    public VerdictBuilder(PcrBanks banks, IReadOnlyList<PcrForms> named)
    {
        this.banks = banks;
        this.named = named;
        known = [.. named.Where(pcr => pcr is { Expected: not null, IsLost: false })];
        // A bank that was never told of the list speaks neither for it nor against it where another one was.
        judged = [.. known.Where(pcr => !IsZero(pcr) || known.All(IsZero))];
    }

    public required long Entries { get; init; }

    public required long Faults { get; init; }

    public required ListEntry? FirstFault { get; init; }

    public required ListEntry Last { get; init; }

    public ListVerdict Build()
    {
        if (FirstFault is not null)
            return AlteredEntry(FirstFault);
        if (judged.Count == 0)
            return Open(banks.Reason ?? (named.Any(pcr => pcr.IsLost)
                ? "the ASCII list has entries of a template that is not known here, and what the kernel hashed of them cannot be put together"
                : "the list names no PCR that was read"));
        if (judged.All(IsZero))
            return Open("the TPM was never told of the list: the kernel found its driver too late and measures without it");
        if (judged.FirstOrDefault(pcr => pcr.Best.MatchedAt is null) is { } missed)
            return NotReached(missed);
        if (named.Select(pcr => pcr.Pcr).Except(judged.Select(pcr => pcr.Pcr)).ToArray() is [var unread, ..])
            return Open($"entries name PCR {unread}, and what the TPM holds there was not read");
        return Verdict(true, Unproven() is > 0 and var unproven
            ? $"the TPM vouches for the list but its last {Count(unproven)}, which came after the PCR was read"
            : $"the TPM vouches for all {Entries} entries");
    }

    private ListVerdict AlteredEntry(ListEntry first)
    {
        var reason = $"entry {first.Number} at byte {first.Offset} does not match its own hash";
        return Verdict(false, reason) with
        {
            Fault = $"{reason}: it was changed after the kernel wrote it{(Faults > 1 ? $", and so were {Faults - 1} others" : "")}",
            FaultAt = first,
        };
    }

    private ListVerdict NotReached(PcrForms missed)
    {
        var reason = $"none of {Count(Entries)} leads to what the TPM holds in PCR {missed.Pcr} of bank {missed.Algorithm}";
        return Verdict(false, reason) with
        {
            Fault = $"{reason}, up to entry {Last.Number}: an entry was removed, added, changed or moved, the end was cut off, "
                + "or the list was copied before the PCR was read",
            FaultAt = Last,
        };
    }

    private ListVerdict Open(string reason) => Verdict(null, reason);

    private ListVerdict Verdict(bool? verified, string reason) => new()
    {
        Verified = verified,
        Reason = reason,
        Faults = Faults,
        Entries = Entries,
        Unproven = Unproven(),
        Banks = [.. known.Select(ToVerdict)],
    };

    /// <summary>One bank that vouches for an entry is enough.</summary>
    private long Unproven() => judged
        .Where(pcr => pcr.Best.MatchedAt is not null)
        .GroupBy(pcr => pcr.Pcr, pcr => pcr.Best.Unproven)
        .Select(unproven => unproven.Min())
        .DefaultIfEmpty()
        .Max();

    private static BankVerdict ToVerdict(PcrForms pcr) => new()
    {
        Algorithm = pcr.Algorithm,
        Pcr = pcr.Pcr,
        Expected = Convert.ToHexStringLower(pcr.Expected!),
        Replayed = Convert.ToHexStringLower(pcr.Best.MatchedAt is null ? pcr.Best.Value : pcr.Expected),
        MatchedAtEntry = pcr.Best.MatchedAt,
    };

    private static bool IsZero(PcrForms pcr) => !pcr.Expected.AsSpan().ContainsAnyExcept((byte)0);

    private static string Count(long entries) => entries == 1 ? "1 entry" : $"{entries} entries";
}
