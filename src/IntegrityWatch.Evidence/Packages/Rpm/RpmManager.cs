namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>The package manager of Fedora, Red Hat, SUSE and their kin.</summary>
internal sealed class RpmManager : IPackageManager
{
    public string Name => "rpm";

    public string Folder => "var/lib/rpm";

    /// <summary>Those that run scriptlets themselves, with rpm's library.</summary>
    public IReadOnlyList<HostPath> Programs { get; } =
    [
        HostPath.Of("/usr/bin/rpm"), HostPath.Of("/usr/bin/dnf5"), HostPath.Of("/usr/bin/dnf-3"), HostPath.Of("/usr/bin/microdnf"),
        HostPath.Of("/usr/bin/dnf-automatic"), HostPath.Of("/usr/bin/zypper"), HostPath.Of("/usr/libexec/packagekitd"), HostPath.Of("/usr/bin/rpm-ostree"),
    ];

    /// <summary>Anybody can write such a file: it counts where rpm itself runs it.</summary>
    public bool IsScriptBeingInstalled(HostPath path) => path.Bytes.StartsWith("/var/tmp/rpm-tmp."u8);

    public IPackageDatabase? Open(EvidenceRoot root) => RpmDatabase.Open(this, root);

    public IEnumerable<string> FilesToCollect(EvidenceRoot root, Action<string> missing)
    {
        if (RpmDatabase.Locations.FirstOrDefault(root.Has) is not { } database)
        {
            missing("the rpm database is of an older kind than SQLite, which is not read");
            yield break;
        }
        yield return database;
        if (root.Has(database + RpmStore.Log))
            yield return database + RpmStore.Log;
    }
}
