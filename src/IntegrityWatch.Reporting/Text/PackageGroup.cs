using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Text;

/// <summary>Stories of one kind that the same change of one package accounts for: the day after patching is a line for each.</summary>
internal sealed record PackageGroup(IReadOnlyList<IReadOnlyList<Finding>> Stories)
{
    public Finding Lead => Stories[0][0];

    /// <summary>The stories that stand for themselves, and the groups, each in the order in which they were told.</summary>
    public static (List<IReadOnlyList<Finding>> Stories, List<PackageGroup> Groups) Part(IEnumerable<IReadOnlyList<Finding>> stories)
    {
        var all = stories.ToList();
        var groups = all.Where(IsAccountedFor)
            .GroupBy(story => (story[0].Kind, story[0].Severity, story[0].Package!.Name, story[0].Explanation))
            .Select(group => new PackageGroup([.. group]))
            .ToList();
        return (all.FindAll(story => !IsAccountedFor(story)), groups);
    }

    private static bool IsAccountedFor(IReadOnlyList<Finding> story) =>
        story.All(finding => finding is { Explained: true, Package: not null });
}
