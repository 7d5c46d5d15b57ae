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

    /// <summary>Files of two versions may lie side by side: dpkg is unpacking, or has failed to.</summary>
    public required bool IsHalfInstalled { get; init; }

    /// <summary>As the package names them; null where it has none.</summary>
    public required HashSet<HostPath>? Conffiles { get; init; }

    /// <summary>As var/log/dpkg.log names the package.</summary>
    public string LogName => $"{PlainName}:{Architecture}";

    /// <summary>A file that dpkg keeps for the package, below the root.</summary>
    /// <param name="kind"><c>list</c>, <c>md5sums</c>.</param>
    public string InfoFile(string kind) => $"{DpkgPaths.Info}/{Name}.{kind}";
}
