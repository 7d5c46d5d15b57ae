using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Reports;

/// <summary>All that one scan has to tell.</summary>
public sealed record ScanReport
{
    public required ToolInfo Tool { get; init; }

    public required string Host { get; init; }

    public required string Root { get; init; }

    public required DateTimeOffset ScannedAt { get; init; }

    public string? BootId { get; init; }

    public ListSummary? List { get; init; }

    public AuditSummary? Audit { get; init; }

    /// <summary>How many files containers were seen to use or are said to.</summary>
    public ContainerReport Containers { get; init; } = new();

    /// <summary>Files hashed on disk.</summary>
    public int Hashed { get; init; }

    /// <summary>The name of the package manager, such as <c>dpkg</c>; null where none is known.</summary>
    public string? PackageManager { get; init; }

    /// <summary>How many of the files that were looked at a package owns.</summary>
    public int Owned { get; init; }

    /// <summary>The generation that the host is compared with; null before the first capture.</summary>
    public Generation? Baseline { get; init; }

    public required FindingSet Findings { get; init; }

    /// <summary>What came of this look, and why it says nothing of the host, where that is so.</summary>
    public HostSight Sight { get; init; } = new(null);

    /// <summary>How old it may be before it says nothing of the host; null where that is not known.</summary>
    public TimeSpan? MaxScanAge { get; init; }

    /// <summary>What the findings come to, where the host could be judged: the exit code.</summary>
    public Verdict Verdict => Sight.Verdict(Findings);
}

/// <summary>Which program made a report.</summary>
public sealed record ToolInfo(string Name, string Version);

/// <summary>What containers were seen to use, in numbers.</summary>
public sealed class ContainerReport
{
    private readonly SortedDictionary<string, ContainerCounts> labels = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ContainerCounts> images = new(StringComparer.Ordinal);

    /// <summary>By label or root.</summary>
    public IReadOnlyDictionary<string, ContainerCounts> Labels => labels;

    /// <summary>By the name of the image, of those containers whose engine's files tell it.</summary>
    public IReadOnlyDictionary<string, ContainerCounts> Images => images;

    internal void Add(ObservedDigest seen, ContainerCounts more)
    {
        labels[seen.Container ?? ""] = labels.GetValueOrDefault(seen.Container ?? "").Plus(more);
        if (seen.Image is { } image)
            images[image] = images.GetValueOrDefault(image).Plus(more);
    }
}

/// <summary>Files of containers that share a label, a root or an image.</summary>
public readonly record struct ContainerCounts(long Files, long New)
{
    public ContainerCounts Plus(ContainerCounts more) => new(Files + more.Files, New + more.New);
}
