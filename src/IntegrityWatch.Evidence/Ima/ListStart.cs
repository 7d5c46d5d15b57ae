using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>From where a list is replayed.</summary>
internal sealed record ListStart
{
    /// <summary>From the list's first entry, with a PCR that was reset: what every list of a boot begins with.</summary>
    public static readonly ListStart Zero = new();

    /// <summary>How many entries of the boot stand before the list's first one now.</summary>
    public long Dropped { get; init; }

    /// <summary>The state from which the replay goes on; null for PCRs of zero.</summary>
    public ReplayState? From { get; init; }

    /// <summary>Where PCRs of zero begin: after a hibernation behind entries that the TPM knows nothing of any more.</summary>
    public long ResetAt { get; init; }

    /// <summary>Entries that were dropped and are known from the audit log; they stand directly before the list's first one.</summary>
    public IReadOnlyList<RebuiltEntry> Rebuilt { get; init; } = [];

    /// <summary>How many entries at the beginning of the list came before that state.</summary>
    public long Skipped => Math.Max(0, (From?.Entries ?? ResetAt) - Dropped);

    /// <summary>A state of another boot, whose PCRs go on in this one's.</summary>
    /// <param name="state">What was kept.</param>
    /// <param name="entries">How many entries of this list came before it.</param>
    public static ReplayState Rebased(ReplayState state, long entries) => state with
    {
        Entries = entries,
        Pcrs = [.. state.Pcrs.Select(pcr => pcr with { LastEntry = entries, MatchedAt = null, MatchedValue = [], Unproven = 0 })],
    };
}
