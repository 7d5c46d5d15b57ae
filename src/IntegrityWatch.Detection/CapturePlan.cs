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

    /// <summary>How many files were hashed on disk.</summary>
    public required int Hashed { get; init; }
}
