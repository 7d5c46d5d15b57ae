using System.Globalization;
using System.Text;

namespace IntegrityWatch.Hosts;

/// <summary>A package as dpkg keeps it.</summary>
/// <param name="Version">Which is installed.</param>
/// <param name="Files">Absolute path and what the package brought for it.</param>
public sealed record HostPackage(string Version, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Below <c>Status:</c>, such as <c>install ok installed</c>.</summary>
    public string Status { get; init; } = "install ok installed";

    /// <summary>Those of its files that are configuration: their checksums stand in the status alone.</summary>
    public IReadOnlyCollection<string> Configuration { get; init; } = [];
}

/// <summary>dpkg's database and its log.</summary>
/// <param name="root">The folder that is the host's root.</param>
public sealed class HostPackages(string root)
{
    private readonly SortedDictionary<string, HostPackage> packages = new(StringComparer.Ordinal);
    private readonly StringBuilder log = new();
    private readonly HashSet<string> changed = [];
    private bool isChanged;

    public IReadOnlyDictionary<string, HostPackage> Packages => packages;

    /// <summary>The package that owns a path; null for none.</summary>
    public string? OwnerOf(string path) => packages.FirstOrDefault(package => package.Value.Files.ContainsKey(path)).Key;

    /// <summary>Writes down that a package is there in that version, with these files. The files themselves are the caller's.</summary>
    public void Install(string name, string version, DateTimeOffset at, IReadOnlyDictionary<string, byte[]> files, params IReadOnlyCollection<string> configuration)
    {
        var before = packages.GetValueOrDefault(name)?.Version;
        var time = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        log.Append(CultureInfo.InvariantCulture, $"{time} {(before is null ? "install" : "upgrade")} {name}:amd64 {before ?? "<none>"} {version}\n");
        log.Append(CultureInfo.InvariantCulture, $"{time} status installed {name}:amd64 {version}\n");
        Put(name, new HostPackage(version, files) { Configuration = configuration });
    }

    /// <summary>Changes the database and says nothing in the log.</summary>
    public void Put(string name, HostPackage package)
    {
        packages[name] = package;
        changed.Add(name);
        isChanged = true;
    }

    internal void Save()
    {
        if (!isChanged)
            return;
        isChanged = false;
        var folder = Directory.CreateDirectory(Path.Combine(root, "var/lib/dpkg/info")).FullName;
        File.WriteAllText(Path.Combine(root, "var/lib/dpkg/status"), string.Concat(packages.Select(package =>
            $"Package: {package.Key}\nStatus: {package.Value.Status}\nPriority: optional\nSection: admin\nMaintainer: nobody <nobody@example.org>\n"
            + $"Architecture: amd64\nVersion: {package.Value.Version}\n{ConfigurationOf(package.Value)}Description: {package.Key}\n\n")));
        Directory.CreateDirectory(Path.Combine(root, "var/log"));
        File.WriteAllText(Path.Combine(root, "var/log/dpkg.log"), log.ToString());
        foreach (var name in changed)
        {
            var files = packages[name].Files;
            File.WriteAllText(Path.Combine(folder, $"{name}.list"), "/.\n" + string.Concat(files.Keys.SelectMany(WithFolders).Distinct().Select(path => path + "\n")));
            File.WriteAllText(Path.Combine(folder, $"{name}.md5sums"),
                string.Concat(files.Where(file => !packages[name].Configuration.Contains(file.Key)).Select(file => $"{Contents.Digest(file.Value, "md5")}  {file.Key[1..]}\n")));
        }
        changed.Clear();
    }

    private static string ConfigurationOf(HostPackage package) => package.Configuration.Count == 0 ? ""
        : "Conffiles:\n" + string.Concat(package.Configuration.Select(path => $" {path} {Contents.Digest(package.Files[path], "md5")}\n"));

    private static IEnumerable<string> WithFolders(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
        yield return path;
    }
}
