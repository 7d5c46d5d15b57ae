namespace IntegrityWatch.Evidence.Tpm;

/// <summary>What became of one PCR of one bank.</summary>
public sealed record BankVerdict
{
    /// <summary>The bank: <c>sha256</c>.</summary>
    public required string Algorithm { get; init; }

    public required int Pcr { get; init; }

    /// <summary>What the TPM holds, in lower-case hex.</summary>
    public required string Expected { get; init; }

    /// <summary>What the list leads to: the same where it matched at some entry, else the value after the last one.</summary>
    public required string Replayed { get; init; }

    /// <summary>The last entry at which the list led to what the TPM holds, 0 for none of them; null where it never did.</summary>
    public required long? MatchedAtEntry { get; init; }
}
