using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>The packages as a person last took the host to be.</summary>
internal static class KnownPackages
{
    /// <summary>Those of the latest generation in force that knows any, and that generation; the latest one without packages where none does.</summary>
    public static (PackageVersions? Packages, Generation? Generation) Latest(IHistory history) => At(history, int.MaxValue);

    /// <summary>
    /// Those of the generation that approved what a path last held: a later one may have known a newer package, and left out this path.
    /// </summary>
    /// <param name="history">The history.</param>
    /// <param name="approvals">All of the path; where there are none, the latest generation counts.</param>
    public static (PackageVersions? Packages, Generation? Generation) When(IHistory history, IReadOnlyList<Approval> approvals) =>
        At(history, approvals.Count == 0 ? int.MaxValue : approvals.Max(known => known.Terms.ApprovedLastIn));

    private static (PackageVersions? Packages, Generation? Generation) At(IHistory history, int number)
    {
        var inForce = history.InForce.Where(generation => generation.Number <= number).ToList();
        for (var i = inForce.Count - 1; i >= 0; i--)
            if (history.Packages(inForce[i].Number) is { } packages)
                return (packages, inForce[i]);
        return (null, inForce.Count > 0 ? inForce[^1] : null);
    }

    /// <summary>
    /// True where a generation knew the same version of the package with another list of files: one version has one, so somebody wrote into it.
    /// </summary>
    public static bool ListWasChanged(PackageNote package, IHistory history) => package.List is { } list && Latest(history) is ({ } known, _)
        && known.Versions.GetValueOrDefault(package.Name) == package.Version && known.Lists.GetValueOrDefault(package.Name) is { } before && before != list;
}
