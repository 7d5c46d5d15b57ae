namespace IntegrityWatch.Evidence.Tpm;

/// <summary>One PCR of one bank, replayed in every form that a kernel may have extended it in.</summary>
internal sealed class PcrForms
{
    private readonly DigestAlgorithm algorithm;
    private readonly List<PcrReplay> replays;

    private PcrForms(DigestAlgorithm algorithm, int pcr, byte[]? expected, List<PcrReplay> replays)
    {
        (this.algorithm, Pcr, Expected, this.replays) = (algorithm, pcr, expected, replays);
        NeedsSha1 = replays.Exists(replay => replay.Form != PcrForm.Hashed);
    }

    public string Algorithm => algorithm.Name;

    public int Pcr { get; }

    /// <summary>What the TPM holds; null where that is not known.</summary>
    public byte[]? Expected { get; }

    public bool NeedsSha1 { get; }

    /// <summary>True once an entry came of which nobody can say what it extended the PCR with.</summary>
    public bool IsLost { get; set; }

    /// <summary>The form that met the TPM's value last, or the usual one.</summary>
    public PcrReplay Best => replays.MaxBy(replay => replay.MatchedAt ?? -1)!;

    /// <summary>The value in that form.</summary>
    public ReadOnlySpan<byte> ValueIn(PcrForm form) =>
        (replays.Find(replay => replay.Form == form) ?? replays[^1]).Value;

    /// <summary>Those that a replay begins with.</summary>
    public static IReadOnlyList<PcrForm> FormsOf(DigestAlgorithm algorithm) =>
        algorithm == DigestAlgorithm.Sha1 ? [PcrForm.Hashed] : [PcrForm.Hashed, PcrForm.PaddedSha1];

    public static PcrForms Begin(DigestAlgorithm algorithm, int pcr, byte[]? expected)
    {
        return new PcrForms(algorithm, pcr, expected, [.. FormsOf(algorithm).Select(form => PcrReplay.Begin(algorithm, form, expected))]);
    }

    public static PcrForms Resume(DigestAlgorithm algorithm, IGrouping<int, PcrState> states, byte[]? expected) =>
        new(algorithm, states.Key, expected, [.. states.Select(state => PcrReplay.Resume(algorithm, state, expected))]);

    public void Extend(BankHash hash, long entry, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> sha1)
    {
        foreach (var replay in replays)
            replay.Extend(hash, entry, digest, sha1);
    }

    public void ExtendViolation(BankHash hash, long entry)
    {
        // The padded forms are one until the first violation.
        if (NeedsSha1 && !replays.Exists(replay => replay.Form == PcrForm.PaddedViolation))
            replays.Add(replays.First(replay => replay.Form == PcrForm.PaddedSha1).Fork(algorithm, PcrForm.PaddedViolation));
        foreach (var replay in replays)
            replay.ExtendViolation(hash, entry);
    }

    public IEnumerable<PcrState> Save() => IsLost ? [] : replays.Select(replay => replay.Save(algorithm, Pcr));
}

/// <summary>
/// What a kernel extends into a bank wider than SHA-1 (security/integrity/ima: ima_queue.c, ima_crypto.c). The list does not
/// say which, only the PCR does.
/// </summary>
public enum PcrForm
{
    /// <summary>The hash of the template data under the bank's algorithm; 0xFF in the bank's width for a violation.</summary>
    Hashed,

    /// <summary>Linux 5.8 and later, for an algorithm that it had not yet when IMA began: SHA-1 padded with zeros, violations as above.</summary>
    PaddedSha1,

    /// <summary>Before Linux 5.8: SHA-1 padded with zeros, and a violation is 20 bytes of 0xFF padded with zeros.</summary>
    PaddedViolation,
}
