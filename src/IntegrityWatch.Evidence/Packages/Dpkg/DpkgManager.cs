namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>The package manager of Debian and its kin.</summary>
internal sealed class DpkgManager : IPackageManager
{
    public string Name => "dpkg";

    public string Folder => "var/lib/dpkg";

    /// <summary>
    /// Not debconf's frontend, which runs whatever it is given: below dpkg it is dpkg's work.
    /// </summary>
    public IReadOnlyList<HostPath> Programs { get; } =
        [HostPath.Of("/usr/bin/dpkg"), HostPath.Of("/usr/sbin/dpkg-preconfigure"), HostPath.Of("/usr/sbin/dpkg-reconfigure")];

    /// <summary>apt has the questions of packages asked before it unpacks them, from scripts under random names.</summary>
    public bool IsScriptBeingInstalled(HostPath path) =>
        path.Bytes.StartsWith("/var/lib/dpkg/tmp.ci/"u8) || path.Bytes.StartsWith("/var/cache/debconf/tmp.ci/"u8);

    public IPackageDatabase? Open(EvidenceRoot root) => DpkgDatabase.Open(this, root);

    public IEnumerable<string> FilesToCollect(EvidenceRoot root, Action<string> missing)
    {
        yield return DpkgPaths.Status;
        for (var number = 0; number < DpkgStatus.MostUpdates && root.Has(DpkgStatus.UpdatePath(number)); number++)
            yield return DpkgStatus.UpdatePath(number);
        yield return DpkgPaths.Diversions;
        foreach (var file in root.FilesBelow(HostPath.Of("/" + DpkgPaths.Info)).Where(IsList).Order())
            yield return file.ToString()[1..];
        yield return DpkgPaths.Log;
        for (var number = 1; number <= DpkgLog.MostRotations; number++)
        {
            if (DpkgLog.RotationPaths(number).FirstOrDefault(root.Has) is not { } rotated)
                break;
            yield return rotated;
        }
    }

    /// <summary>True for a package's list of files or of checksums, by its name.</summary>
    public static bool IsList(HostPath path) =>
        (path.FileName.EndsWith(".list"u8) || path.FileName.EndsWith(".md5sums"u8)) && LossyUtf8.IsValid(path.Bytes);
}

/// <summary>Where dpkg keeps what it knows, below the root.</summary>
internal static class DpkgPaths
{
    public const string Status = "var/lib/dpkg/status";
    public const string Lock = "var/lib/dpkg/lock";
    public const string Updates = "var/lib/dpkg/updates";
    public const string Info = "var/lib/dpkg/info";
    public const string Diversions = "var/lib/dpkg/diversions";
    public const string Log = "var/log/dpkg.log";
}
