namespace IntegrityWatch.Evidence.Packages;

public interface IPackageDatabase : IDisposable
{
    string Manager { get; }

    string Stamp { get; }

    IReadOnlyDictionary<string, InstalledPackage> Packages { get; }

    IReadOnlyDictionary<HostPath, PackagedFile> OwnersOf(IReadOnlyCollection<HostPath> paths);

    IEnumerable<PackagedFile> Files();
}
