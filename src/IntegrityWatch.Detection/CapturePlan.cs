using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>What a capture would do.</summary>
public sealed record CapturePlan
{
    /// <summary>The generation that it would make.</summary>
    public required Generation Generation { get; init; }

    /// <summary>Digests that were not approved before, or no longer.</summary>
    public required IReadOnlyList<Approval> Approved { get; init; }

    /// <summary>
    /// Of those, the ones that this boot's list holds and the disk does not: an initramfs's copy, a container's file.
    /// </summary>
    public int ApprovedBesideDisk => Approved.Count(approval => !approval.WasOnDisk);

    /// <summary>Digests that were approved and are the disk's content no longer.</summary>
    public required IReadOnlyList<Approval> Superseded { get; init; }

    /// <summary>What is suspicious in itself and was not named; it stays unapproved and is reported by the next scan.</summary>
    public required IReadOnlyList<Finding> Refused { get; init; }

    /// <summary>What lies on disk and could not be read: neither approved nor settled, whatever was measured of it.</summary>
    public IReadOnlyList<HostPath> Unreadable { get; init; } = [];

    /// <summary>What happened and no scan has told of, the worst first. A capture settles states, and no events.</summary>
    public IReadOnlyList<Finding> Events { get; init; } = [];

    /// <summary>False at the first capture of a host: what a log tells of the time before is told by the capture alone.</summary>
    public bool KeepsEvents { get; init; }

    /// <summary>How many files were hashed on disk.</summary>
    public required int Hashed { get; init; }
}
