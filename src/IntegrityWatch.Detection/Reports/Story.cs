using System.Collections.ObjectModel;

namespace IntegrityWatch.Detection.Reports;

/// <summary>
/// What is told of one content of one path in one realm, or of one event: the worst first. It is as bad as its worst finding, and new when any of
/// it is. Verdict, lines, headlines and performance data count stories.
/// </summary>
public sealed class Story : ReadOnlyCollection<Finding>
{
    /// <param name="findings">At least one, the worst first: those to be shown.</param>
    /// <param name="worst">The worst of all that are open of it, shown or not.</param>
    /// <param name="isNew">True where any of it is new, shown or not.</param>
    private Story(IList<Finding> findings, Finding worst, bool isNew) : base(findings) => (Worst, IsNew) = (worst, isNew);

    /// <summary>It gives the story its kind and severity.</summary>
    public Finding Worst { get; }

    public Severity Severity => Worst.Severity;

    public bool IsNew { get; }

    /// <summary>The stories of findings, in the order in which their first findings come.</summary>
    /// <param name="open">All that are open.</param>
    /// <param name="show">Which of them to show; a story of which none is shown is left out.</param>
    public static IEnumerable<Story> Of(IEnumerable<Finding> open, Func<Finding, bool> show)
    {
        foreach (var story in open.GroupBy(KeyOf))
        {
            var findings = story.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Kind).ThenBy(finding => finding.Id, StringComparer.Ordinal).ToList();
            if (findings.Where(show).ToList() is { Count: > 0 } shown)
                yield return new Story(shown, findings[0], findings.Exists(finding => finding.State == FindingState.New));
        }
    }

    private static object KeyOf(Finding finding) => finding.Kind.IsEvent() || finding.Path.IsEmpty || finding.Digest is null
        ? finding.Id
        : (finding.Realm, finding.Container, finding.Path, finding.Digest);
}
