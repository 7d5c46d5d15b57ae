namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>The package manager of Fedora, Red Hat, SUSE and their kin.</summary>
internal sealed class RpmManager : IPackageManager
{
    public string Name => "rpm";

    public string Folder => "var/lib/rpm";

    public IReadOnlyList<HostPath> Programs { get; } = [HostPath.Of("/usr/bin/rpm")];

    /// <summary>rpm hands its scripts to their interpreter, whose own name is on record; what lies in /var/tmp/rpm-tmp.* anybody can write.</summary>
    public bool IsScriptBeingInstalled(HostPath path) => false;

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
