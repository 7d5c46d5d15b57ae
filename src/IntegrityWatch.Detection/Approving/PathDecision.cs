using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>What a capture makes of one path.</summary>
internal sealed class PathDecision(PathEvidence evidence)
{
    public PathEvidence Evidence => evidence;

    public HostPath Path => evidence.Path;

    /// <summary>The content on disk, in each algorithm that it is known in; or the last use that stands for it.</summary>
    public List<Digest> Current { get; } = [];

    /// <summary>True where the last use stands for the disk's content.</summary>
    public bool ByLastUse { get; init; }

    /// <summary>What this boot's list holds beside the content on disk and is approved with it.</summary>
    public List<ObservedDigest> Beside { get; } = [];

    /// <summary>What this boot's list holds beside it and nothing says to be a copy.</summary>
    public List<ObservedDigest> LeftOut { get; } = [];

    /// <summary>What is suspicious of what would be approved: where there is any, nothing is.</summary>
    public List<Finding> Refused { get; } = [];

    /// <summary>What is suspicious of it and is waived, because the path was named.</summary>
    public List<Finding> Waived { get; } = [];

    public IEnumerable<Digest> Values => Current.Concat(Beside.Select(seen => seen.Digest));

    public bool IsApproved => Refused.Count == 0;
}
