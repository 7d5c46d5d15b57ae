using IntegrityWatch.Evidence.Packages.Dpkg;
using IntegrityWatch.Evidence.Packages.Rpm;

namespace IntegrityWatch.Evidence.Packages;

/// <summary>The package managers that are known. To add one is a folder beside this file and a line in <see cref="All"/>.</summary>
public static class PackageManagers
{
    /// <summary>In the order in which they are asked: rpm can be installed on a host of dpkg's, and seldom the other way round.</summary>
    public static IReadOnlyList<IPackageManager> All { get; } =
    [
        new DpkgManager(),
        new RpmManager(),
    ];

    /// <summary>Opens the database of the first manager that the host is made with; null where it is of none.</summary>
    public static IPackageDatabase? OpenDatabase(EvidenceRoot root) =>
        All.Select(manager => manager.Open(root)).FirstOrDefault(database => database is not null);

    /// <summary>What of every manager is told to people: <c>dpkg or rpm</c>.</summary>
    public static string AnyOf(Func<IPackageManager, string> text) => string.Join(" or ", All.Select(text));
}
