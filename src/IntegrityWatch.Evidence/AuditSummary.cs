using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence;

/// <summary>What was read of the audit log.</summary>
public sealed record AuditSummary
{
    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required long Records { get; init; }

    public required long Events { get; init; }

    /// <summary>INTEGRITY_RULE records that name a file's digest.</summary>
    public required long IntegrityRules { get; init; }

    /// <summary>Events whose rule has a key that names an ATT&amp;CK technique.</summary>
    public required long TechniqueEvents { get; init; }

    /// <summary>How often an IMA policy was loaded.</summary>
    public long PolicyLoads { get; init; }

    /// <summary>Records that the kernel or auditd says it lost.</summary>
    public required long Lost { get; init; }

    /// <summary>Serials between the first record and the last that no record has.</summary>
    public long Missing => MissingByBoot.Values.Sum();

    /// <summary>The same by the boot, as <see cref="BootState.Ordinal"/> counts them, in which they are missing.</summary>
    public IReadOnlyDictionary<long, long> MissingByBoot { get; init; } = new Dictionary<long, long>();

    /// <summary>Records of other hosts, by their names; they are not judged.</summary>
    public IReadOnlyDictionary<string, long> Nodes { get; init; } = new Dictionary<string, long>();

    /// <summary>See <see cref="AuditStatistics.AreOtherNodesOnly"/>.</summary>
    public bool AreOtherNodesOnly { get; init; }

    /// <summary>See <see cref="AuditStatistics.Stranger"/>.</summary>
    public string? Stranger { get; init; }

    /// <summary>See <see cref="AuditStatistics.StrangerContinues"/>.</summary>
    public bool StrangerContinues { get; init; }

    /// <summary>The host's uses of this boot's list that the policy audits and that have no record.</summary>
    public IReadOnlyList<UnrecordedUse> Unrecorded { get; init; } = [];

    /// <summary>See <see cref="AuditStatistics.Damaged"/>.</summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];

    /// <summary>Of each boot the first record of this look whose time lies after the latest generation was made.</summary>
    public IReadOnlyList<LogPlace> PassedCapture { get; init; } = [];

    public required bool Resumed { get; init; }

    /// <summary>One line each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Why records are missing between the last scan and this one; null where none are, or there was no last scan.</summary>
    public string? Gap { get; init; }

    /// <summary>The name under which <see cref="Position"/> is remembered.</summary>
    public required string Source { get; init; }

    /// <summary>For the next scan; null where the log can only be read once.</summary>
    public AuditPosition? Position { get; init; }

    /// <summary>The time of the latest record.</summary>
    public DateTimeOffset? LatestRecord { get; init; }
}
