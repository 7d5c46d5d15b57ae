using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>What a capture would do.</summary>
public sealed record CapturePlan
{
    /// <summary>The generation that it would make.</summary>
    public required Generation Generation { get; init; }

    /// <summary>Digests that were not approved before, or no longer.</summary>
    public required IReadOnlyList<Approval> Approved { get; init; }

    /// <summary>Of those, the ones that this boot's list holds and the disk does not, such as an initramfs's copy.</summary>
    public IReadOnlyList<Approval> BesideDisk => [.. Approved.Where(approval => !approval.WasOnDisk)];

    /// <summary>Digests that were approved and are the disk's content no longer.</summary>
    public required IReadOnlyList<Approval> Superseded { get; init; }

    /// <summary>Paths whose last use stands for the content on disk, because there is no disk to ask; in order.</summary>
    public IReadOnlySet<HostPath> ByLastUse { get; init; } = new SortedSet<HostPath>();

    /// <summary>Paths whose content is what their package installed.</summary>
    public IReadOnlySet<HostPath> AsInstalled { get; init; } = new HashSet<HostPath>();

    /// <summary>True where it is the content that the path's package installed.</summary>
    public bool IsVouchedFor(Approval approval) => approval.WasOnDisk && AsInstalled.Contains(approval.Path);

    /// <summary>What is suspicious in itself and was not named: nothing of its path is approved, superseded or closed.</summary>
    public IReadOnlyList<Finding> Refused { get; init; } = [];

    /// <summary>What lies on disk and could not be read: neither approved nor settled, whatever was measured of it.</summary>
    public IReadOnlyList<HostPath> Unreadable { get; init; } = [];

    /// <summary>What this boot's list holds beside the disk's content, and nothing says to be a copy of the initramfs.</summary>
    public IReadOnlyList<ObservedDigest> LeftOut { get; init; } = [];

    /// <summary>Paths that were to be approved by their name, and are not there.</summary>
    public IReadOnlyList<HostPath> NotThere { get; init; } = [];

    /// <summary>Findings for whose kind, path and digest a waiver is written.</summary>
    public IReadOnlyList<Finding> Waived { get; init; } = [];

    /// <summary>Findings of older contents that are resolved.</summary>
    public IReadOnlyList<Finding> Resolved { get; init; } = [];

    /// <summary>Lives that end with this generation, and why.</summary>
    public IReadOnlyList<FindingLife> Closed { get; init; } = [];

    /// <summary>What stays open of older contents of the paths that are approved.</summary>
    public IReadOnlyList<Finding> StaysOpen { get; init; } = [];

    /// <summary>What happened and no report has told of, the worst first. A capture settles no events.</summary>
    public IReadOnlyList<Finding> Events { get; init; } = [];

    /// <summary>False where the generation would hold what the one before does, and nothing is settled by it.</summary>
    public bool ChangesAnything => Approved.Count + Superseded.Count + Waived.Count + Resolved.Count + Closed.Count > 0;

    /// <summary>How many files were hashed on disk.</summary>
    public int Hashed { get; init; }
}
