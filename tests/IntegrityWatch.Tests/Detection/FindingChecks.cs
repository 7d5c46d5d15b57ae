using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

/// <summary>How tests ask what was found.</summary>
internal static class FindingChecks
{
    /// <summary>The names of the kinds that are found on a path, in the order in which they are told.</summary>
    public static IEnumerable<string> On(this IReadOnlyList<Finding> findings, HostPath path) =>
        findings.Where(finding => finding.Path == path).Select(finding => finding.Kind.Name());

    public static IEnumerable<string> On(this IReadOnlyList<Finding> findings, string path) => findings.On(HostPath.Of(path));

    public static Finding Single(this IReadOnlyList<Finding> findings, FindingKind kind) =>
        Assert.Single(findings, finding => finding.Kind == kind);
}
