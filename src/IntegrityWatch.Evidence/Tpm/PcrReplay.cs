using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>One PCR of one bank, extended with entry after entry: PCR' = H(PCR | template digest), in one form.</summary>
internal sealed class PcrReplay
{
    private readonly byte[] extension;
    private readonly byte[]? expected;
    private readonly int width;
    private long lastEntry;

    private PcrReplay(DigestAlgorithm algorithm, PcrForm form, byte[]? expected)
    {
        width = algorithm.Width;
        Form = form;
        this.expected = expected;
        extension = new byte[width * 2];
    }

    public PcrForm Form { get; }

    /// <summary>The PCR after all entries so far.</summary>
    public ReadOnlySpan<byte> Value => extension.AsSpan(0, width);

    /// <summary>The number of the last entry after which this was what the TPM holds, 0 before the first; null for none.</summary>
    public long? MatchedAt { get; private set; }

    /// <summary>How many entries extended the PCR after the one at which it matched.</summary>
    public long Unproven { get; private set; }

    /// <summary>From the start of a list.</summary>
    public static PcrReplay Begin(DigestAlgorithm algorithm, PcrForm form, byte[]? expected)
    {
        var replay = new PcrReplay(algorithm, form, expected);
        replay.Compare(0);
        return replay;
    }

    /// <summary>From where an earlier replay ended.</summary>
    public static PcrReplay Resume(DigestAlgorithm algorithm, PcrState state, byte[]? expected)
    {
        var replay = new PcrReplay(algorithm, state.Form, expected) { lastEntry = state.LastEntry };
        state.Value.CopyTo(replay.extension, 0);
        // The TPM may stand where it stood, while the list was already ahead of it.
        if (expected is not null && state.MatchedAt is not null && expected.AsSpan().SequenceEqual(state.MatchedValue))
            (replay.MatchedAt, replay.Unproven) = (state.MatchedAt, state.Unproven);
        replay.Compare(state.LastEntry);
        return replay;
    }

    /// <summary>The same up to here, in a form that parts from this one now.</summary>
    public PcrReplay Fork(DigestAlgorithm algorithm, PcrForm form)
    {
        var fork = new PcrReplay(algorithm, form, expected) { lastEntry = lastEntry, MatchedAt = MatchedAt, Unproven = Unproven };
        extension.CopyTo(fork.extension, 0);
        return fork;
    }

    /// <param name="digest">Of the template data under the bank's algorithm.</param>
    /// <param name="sha1">Of the template data; needed for the padded forms only.</param>
    public void Extend(BankHash hash, long entry, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> sha1)
    {
        var extended = extension.AsSpan(width);
        if (Form == PcrForm.Hashed)
            digest.CopyTo(extended);
        else
        {
            sha1.CopyTo(extended);
            extended[sha1.Length..].Clear();
        }
        Extend(hash, entry);
    }

    public void ExtendViolation(BankHash hash, long entry)
    {
        var extended = extension.AsSpan(width);
        extended.Fill(0xFF);
        if (Form == PcrForm.PaddedViolation)
            extended[SHA1.HashSizeInBytes..].Clear();
        Extend(hash, entry);
    }

    public PcrState Save(DigestAlgorithm algorithm, int pcr) => new()
    {
        Algorithm = algorithm.Name,
        Pcr = pcr,
        Form = Form,
        Value = Value.ToArray(),
        LastEntry = lastEntry,
        MatchedAt = MatchedAt,
        MatchedValue = MatchedAt is null ? [] : expected!,
        Unproven = MatchedAt is null ? 0 : Unproven,
    };

    private void Extend(BankHash hash, long entry)
    {
        hash.Compute(extension, extension.AsSpan(0, width));
        lastEntry = entry;
        Unproven++;
        Compare(entry);
    }

    private void Compare(long entry)
    {
        if (expected is not null && Value.SequenceEqual(expected))
            (MatchedAt, Unproven) = (entry, 0);
    }
}
