namespace IntegrityWatch.Detection.Reports;

/// <summary>The open findings, and those of them that are to be shown.</summary>
public sealed class FindingSet
{
    /// <param name="open">In the order in which they are told.</param>
    /// <param name="newOnly">Show only those that this scan found; the verdict is still by all that are open.</param>
    public FindingSet(IReadOnlyList<Finding> open, bool newOnly)
        : this(open, newOnly ? finding => finding.State == FindingState.New : _ => true)
    {
    }

    /// <param name="open">In the order in which they are told.</param>
    /// <param name="show">Which of them to show; the verdict is still by all that are open.</param>
    public FindingSet(IReadOnlyList<Finding> open, Func<Finding, bool> show)
    {
        Open = open;
        Shown = [.. open.Where(show)];
    }

    public IReadOnlyList<Finding> Open { get; }

    public IReadOnlyList<Finding> Shown { get; }

    public int New => Open.Count(finding => finding.State == FindingState.New);

    public Verdict Verdict => Verdicts.Of(Open);

    public int Count(Severity severity) => Open.Count(finding => finding.Severity == severity);

    /// <summary>Findings on the same path and digest belong together: the worst leads, whichever of them is new.</summary>
    public IEnumerable<IReadOnlyList<Finding>> Stories() =>
        Shown.GroupBy(finding => (finding.Path, finding.Digest, finding.Path.IsEmpty || finding.Digest is null ? finding.Id : null))
            .Select(story => (IReadOnlyList<Finding>)[.. story
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Kind)
                .ThenBy(finding => finding.Id, StringComparer.Ordinal)]);
}
