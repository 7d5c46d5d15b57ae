namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>One paragraph of var/lib/dpkg/status (deb-control(5), dpkg-query(1)), of a package that is installed.</summary>
internal sealed class DpkgPackage
{
    /// <summary>As dpkg names its files in var/lib/dpkg/info: with the architecture for Multi-Arch: same.</summary>
    public required string Name { get; init; }

    /// <summary>Without the architecture.</summary>
    public required string PlainName { get; init; }

    public required string Architecture { get; init; }

    public required string Version { get; init; }

    /// <summary>
    /// Its state is not <c>ok installed</c>: dpkg is unpacking or configuring it, has failed to, or waits for a trigger. Files of two versions
    /// may lie side by side.
    /// </summary>
    public required bool IsBeingChanged { get; init; }

    /// <summary>By the path as the package names it; null where it has none.</summary>
    public required Dictionary<HostPath, DpkgConffile>? Conffiles { get; init; }

    /// <summary>As var/log/dpkg.log names the package.</summary>
    public string LogName => $"{PlainName}:{Architecture}";

    /// <summary>A file that dpkg keeps for the package, below the root.</summary>
    /// <param name="kind"><c>list</c>, <c>md5sums</c>.</param>
    public string InfoFile(string kind) => $"{DpkgPaths.Info}/{Name}.{kind}";
}

/// <summary>A configuration file, as the status tells of it: <c>PATH MD5[ obsolete][ remove-on-upgrade]</c>.</summary>
/// <param name="Shipped">
/// The MD5 of what the installed version of the package brought, whatever became of it on the host. Null where that is not known yet
/// (<c>newconffile</c>), and for what this version does not bring.
/// </param>
/// <param name="IsObsolete">This version does not bring it any more; it may be another package's by now.</param>
internal sealed record DpkgConffile(Digest? Shipped, bool IsObsolete);
