using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>How a list goes on from what was read before, and what is wrong with that.</summary>
internal sealed record Continuation
{
    /// <summary>What it is replayed from.</summary>
    public required ListStart Start { get; init; }

    /// <summary>Entries up to this number were given before, and are not given again.</summary>
    public long Told { get; init; }

    /// <summary>Entries up to this one are vouched for by nothing.</summary>
    public long Unvouched { get; init; }

    /// <summary>See <see cref="ListMemory.Carried"/>.</summary>
    public long Carried { get; init; }

    /// <summary>See <see cref="ListMemory.Begins"/>.</summary>
    public long Begins { get; init; } = 1;

    /// <summary>What is to be told of it beside its verdict, one line; null where there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>That it was tampered with: which fault, and the cause in one sentence.</summary>
    public (string Fault, string Cause)? Fault { get; init; }

    /// <summary>Why it cannot be known what was dropped, or what its PCR began with.</summary>
    public ListGap? Gap { get; init; }

    /// <summary>True where the replay leads nowhere and that is no fault: the PCR as it is now is what the next scan goes on from.</summary>
    public bool TakesPcrOfNow { get; init; }

    /// <summary>The kept states of earlier scans from which it can still go on.</summary>
    public IReadOnlyList<ReplayState> Earlier { get; init; } = [];
}
