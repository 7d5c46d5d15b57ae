namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>A line of a package's list of files.</summary>
/// <param name="Listed">As the package names the file.</param>
/// <param name="IsExact">The kernel reports it by the same name.</param>
internal sealed record DpkgListing(DpkgPackage Package, HostPath Listed, bool IsExact);
