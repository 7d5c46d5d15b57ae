using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>The packages as a person last took the host to be.</summary>
internal static class KnownPackages
{
    /// <summary>Those of the latest generation in force that knows any, and that generation; the latest one without packages where none does.</summary>
    public static (PackageVersions? Packages, Generation? Generation) Latest(IHistory history)
    {
        var inForce = history.InForce;
        for (var i = inForce.Count - 1; i >= 0; i--)
            if (history.Packages(inForce[i].Number) is { } packages)
                return (packages, inForce[i]);
        return (null, inForce.Count > 0 ? inForce[^1] : null);
    }
}
