using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Detection;

/// <summary>A package manager that says what the test tells it to: real ones have their own tests.</summary>
internal sealed class SomePackages : IPackageDatabase
{
    private readonly Dictionary<HostPath, PackagedFile> files = [];
    private int changes;

    public IPackageManager Manager => PackageManagers.All[0];

    public bool IsBeingChanged { get; set; }

    public CannotCheckException? Fault { get; set; }

    public IReadOnlyList<string> Problems { get; set; } = [];

    public string Stamp => $"{changes}";

    public IReadOnlyDictionary<string, InstalledPackage> Packages =>
        files.Values.Select(file => file.Package).DistinctBy(package => package.Name).ToDictionary(package => package.Name);

    /// <summary>Installs a file of a package.</summary>
    public void Install(HostPath path, string content, string version, DateTimeOffset? at = null, string? before = null,
        bool isConfiguration = false, string? list = null, string name = "some")
    {
        changes++;
        files[path] = new PackagedFile
        {
            Path = path,
            Package = new InstalledPackage { Name = name, Version = version, ChangedAt = at, PreviousVersion = before },
            Manifest = Some.Md5Of(content),
            ManifestDigest = list is null ? null : Some.DigestOf(list),
            IsConfiguration = isConfiguration,
        };
    }

    public void Script(HostPath path, string version)
    {
        changes++;
        files[path] = new PackagedFile
        {
            Path = path,
            Package = new InstalledPackage { Name = "some", Version = version },
            IsScript = true,
        };
    }

    public IReadOnlyDictionary<HostPath, PackagedFile> OwnersOf(IReadOnlyCollection<HostPath> paths) =>
        paths.Where(files.ContainsKey).ToDictionary(path => path, path => files[path]);

    public IEnumerable<PackagedFile> Files() => files.Values;

    public void Dispose()
    {
    }
}
