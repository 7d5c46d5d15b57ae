namespace IntegrityWatch.Detection.Reports;

/// <summary>The open findings, and those of them that are to be shown.</summary>
public sealed class FindingSet
{
    private readonly HashSet<Finding> shown;
    private IReadOnlyList<Story>? openStories;

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
        shown = new HashSet<Finding>(Shown, ReferenceEqualityComparer.Instance);
    }

    public IReadOnlyList<Finding> Open { get; }

    public IReadOnlyList<Finding> Shown { get; }

    /// <summary>How many more fit what was asked for and are not shown, as there are too many.</summary>
    public int LeftOut { get; init; }

    public int New => Open.Count(finding => finding.State == FindingState.New);

    public Verdict Verdict => Verdicts.Of(Open);

    /// <summary>How many findings each of the policy's path rules lowered, by the rules' ids: nothing is hidden by one.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Lowered => [.. Open.Where(finding => finding.IsLowered).CountBy(finding => finding.PathRule!.Id)
        .OrderBy(rule => rule.Key, StringComparer.Ordinal)];

    public int Count(Severity severity) => Open.Count(finding => finding.Severity == severity);

    /// <summary>All that is open, as stories: what a person and a monitor count.</summary>
    public IReadOnlyList<Story> OpenStories => openStories ??= [.. Story.Of(Open, _ => true)];

    public int NewStories => OpenStories.Count(story => story.IsNew);

    public int CountStories(Severity severity) => OpenStories.Count(story => story.Severity == severity);

    /// <summary>What is shown, as stories: findings on the same path and digest belong together, and the worst leads, whichever of them is new.</summary>
    public IEnumerable<Story> Stories() => Story.Of(Open, shown.Contains);
}
