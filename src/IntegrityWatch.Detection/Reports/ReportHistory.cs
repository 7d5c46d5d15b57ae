using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Reports;

/// <summary>What a history knows of the paths of findings, read before a report is written.</summary>
/// <param name="Generations">All of them, the latest last.</param>
/// <param name="Paths">Of each path that is shown every digest that it had, the earliest first.</param>
public sealed record ReportHistory(IReadOnlyList<Generation> Generations, IReadOnlyDictionary<HostPath, IReadOnlyList<DigestHistory>> Paths)
{
    public static readonly ReportHistory None = new([], new Dictionary<HostPath, IReadOnlyList<DigestHistory>>());

    public static ReportHistory Read(IHistory history, FindingSet findings) => new(history.Generations, findings.Shown
        .Select(finding => finding.Path)
        .Where(path => !path.IsEmpty)
        .Distinct()
        .ToDictionary(path => path, path => DigestHistory.Of(history, path)));
}
