using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages.Dpkg;

/// <summary>A small host with dpkg, made for a test.</summary>
internal sealed class DpkgRoot : IDisposable
{
    public const string Md5 = "900150983cd24fb0d6963f7d28e17f72";
    public const string OtherMd5 = "d41d8cd98f00b204e9800998ecf8427e";

    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> open = [];
    private string status = "";

    /// <summary>Without a parameter, an empty root.</summary>
    public DpkgRoot(params string[] packages)
    {
        foreach (var package in packages)
            Install(package);
    }

    public string Folder => folder.Path;

    public static string Paragraph(string name, string version = "1.0-1", string state = "installed", string more = "") =>
        $"Package: {name}\nStatus: install ok {state}\nArchitecture: amd64\nVersion: {version}\n{more}\n";

    /// <summary>Adds a package that is installed, without files.</summary>
    public void Install(string name, string version = "1.0-1", string state = "installed", string more = "")
    {
        status += Paragraph(name, version, state, more);
        Write("var/lib/dpkg/status", status);
    }

    public void Write(string path, string content) => folder.Write(path, content);

    public void Write(string path, byte[] content) => folder.Write(path, content);

    /// <param name="name">As in var/lib/dpkg/info.</param>
    public void List(string name, params string[] paths) =>
        Write($"var/lib/dpkg/info/{name}.list", string.Concat(paths.Select(path => path + "\n")));

    public void Checksums(string name, params (string Md5, string Path)[] files) =>
        Write($"var/lib/dpkg/info/{name}.md5sums", string.Concat(files.Select(file => $"{file.Md5}  {file.Path}\n")));

    public void Divert(params string[] lines) =>
        Write("var/lib/dpkg/diversions", string.Concat(lines.Select(line => line + "\n")));

    public IPackageDatabase Open()
    {
        var root = new EvidenceRoot(folder.Path);
        var database = PackageManagers.OpenDatabase(root)!;
        open.AddRange([root, database]);
        return database;
    }

    public PackagedFile? OwnerOf(string path) =>
        Open().OwnersOf([HostPath.Of(path)]).GetValueOrDefault(HostPath.Of(path));

    public string[] Files() => [.. Open().Files().Select(file => file.Path.ToString())];

    public void Dispose()
    {
        foreach (var one in open)
            one.Dispose();
        folder.Dispose();
    }
}
