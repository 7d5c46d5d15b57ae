namespace IntegrityWatch.Evidence.Tpm;

/// <summary>How far a measurement list has been replayed, to go on from there when it has grown.</summary>
public sealed record ReplayState
{
    /// <summary>How many entries were replayed.</summary>
    public required long Entries { get; init; }

    public required IReadOnlyList<PcrState> Pcrs { get; init; }

    /// <summary>True where it is what the TPM held and not what entries led to: the list may have been ahead of it by a few.</summary>
    public bool IsPcrOfThen { get; init; }

    /// <summary>How many of the entries do not match their own hash.</summary>
    public required long Faults { get; init; }

    /// <summary>The first of them.</summary>
    public required ListEntry? FirstFault { get; init; }
}
