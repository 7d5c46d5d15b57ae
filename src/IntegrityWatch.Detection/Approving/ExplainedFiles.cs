using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>Which files packages alone account for: the package changed since the latest generation, and what lies there is what it installed.</summary>
internal sealed class ExplainedFiles
{
    private readonly IReadOnlyDictionary<string, string> before;
    private readonly HashSet<HostPath> open;

    /// <param name="history">Knows the versions at the latest generation.</param>
    /// <param name="open">All that is open.</param>
    /// <exception cref="CannotCheckException">Nothing was captured yet, or without the versions of packages.</exception>
    public ExplainedFiles(IHistory history, IEnumerable<Finding> open)
    {
        before = history.InForce is [.., var latest] && history.Packages(latest.Number) is { } packages
            ? packages.Versions
            : throw new CannotCheckException("no generation knows which packages were installed, so nothing is explained by what changed since",
                "capture once without --only-explained, on the host itself");
        this.open = [.. open.Where(finding => finding.Severity > Severity.Low).Select(finding => finding.Path)];
    }

    public bool Contains(HostPath path, CapturedFiles files) =>
        files.OwnerOf(path) is { IsScript: false, Package: { } package } && files.MatchesManifest(path) == true
        && before.GetValueOrDefault(package.Name) != package.Version && !open.Contains(path);
}
