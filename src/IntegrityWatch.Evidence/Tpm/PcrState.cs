namespace IntegrityWatch.Evidence.Tpm;

/// <summary>How far one PCR of one bank has been replayed, in one of the forms in which a kernel may have extended it.</summary>
public sealed record PcrState
{
    /// <summary>The bank: <c>sha256</c>.</summary>
    public required string Algorithm { get; init; }

    public required int Pcr { get; init; }

    public required PcrForm Form { get; init; }

    /// <summary>The number of the last entry that extended it.</summary>
    public required long LastEntry { get; init; }

    /// <summary>The PCR after that entry, in the bank's width.</summary>
    public required byte[] Value { get; init; }

    /// <summary>The number of the last entry after which the TPM held <see cref="MatchedValue"/>; null where it never did.</summary>
    public required long? MatchedAt { get; init; }

    public required byte[] MatchedValue { get; init; }

    /// <summary>How many entries extended the PCR after that.</summary>
    public required long Unproven { get; init; }

    internal bool IsSound =>
        DigestAlgorithm.Banks.FirstOrDefault(algorithm => algorithm.Name == Algorithm) is { } bank
        && Pcr is >= 0 and < PcrBanks.PcrCount
        && Enum.IsDefined(Form)
        && Value.Length == bank.Width
        && MatchedValue.Length == (MatchedAt is null ? 0 : bank.Width);
}
