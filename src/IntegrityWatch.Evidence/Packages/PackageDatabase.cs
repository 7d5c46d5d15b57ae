using IntegrityWatch.Evidence.Packages.Dpkg;
using IntegrityWatch.Evidence.Packages.Rpm;

namespace IntegrityWatch.Evidence.Packages;

/// <summary>Finds a host's package database.</summary>
public static class PackageDatabase
{
    /// <summary>
    /// The database of the manager that the host is made with; null where there is none. One that is there and cannot be used is
    /// returned all the same, with <see cref="IPackageDatabase.Fault"/> set.
    /// </summary>
    public static IPackageDatabase? Open(EvidenceRoot root) =>
        (IPackageDatabase?)DpkgDatabase.Open(root) ?? RpmDatabase.Open(root);
}
