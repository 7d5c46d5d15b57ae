using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;

namespace IntegrityWatch.EndToEnd;

/// <summary>A folder of its own for one test: a captured host, unpacked, and a database beside it.</summary>
internal sealed class EvidenceTree : IDisposable
{
    private static readonly ConcurrentDictionary<(string Capture, string Step), Lazy<(IReadOnlyList<(string Name, byte[] Content, UnixFileMode Mode)> Files, UnixFileMode FolderMode)>> Captured = [];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-test-");

    public string Folder => folder.FullName;

    public string Database => Path.Combine(Folder, "db", "history.db");

    /// <summary>The evidence root of one step of a capture.</summary>
    public string Unpack(string capture, string step)
    {
        var root = Path.Combine(Folder, capture, step);
        if (Directory.Exists(root))
            return root;
        Directory.CreateDirectory(root);
        using var file = File.OpenRead(Path.Combine(Repository.Captures, capture, $"{step}.tar.gz"));
        using var archive = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(archive, root, overwriteFiles: false);
        return root;
    }

    public static string Ima(string root, string name = "binary_runtime_measurements") =>
        Path.Combine(root, "sys/kernel/security/ima", name);

    public static string Audit(string root) => Path.Combine(root, "var/log/audit/audit.log");

    public RunResult Capture(string root, params IEnumerable<string> more) =>
        BuiltProgram.Run(["baseline", "capture", "--yes", "--root", root, "--db", Database, .. more]);

    public RunResult Export(string file, params IEnumerable<string> more) =>
        BuiltProgram.Run(["baseline", "export", "--output", file, "--db", Database, .. more]);

    /// <summary>The latest generation as a file.</summary>
    public string Exported()
    {
        var file = Path.Combine(Folder, "baseline.json");
        Assert.Equal(0, Export(file).ExitCode);
        return file;
    }

    public RunResult Import(string file, params IEnumerable<string> more) =>
        BuiltProgram.Run(["baseline", "import", file, "--yes", "--db", Database, .. more]);

    public IReadOnlyList<System.Text.Json.JsonElement> Generations() =>
        [.. BuiltProgram.Run("baseline", "list", "--format", "json", "--db", Database).Json.GetProperty("generations").EnumerateArray()];

    public RunResult Scan(string root, params IEnumerable<string> more) =>
        BuiltProgram.Run(["scan", "--root", root, "--db", Database, .. more]);

    public RunResult ScanJson(string root, params IEnumerable<string> more) => Scan(root, ["--format", "json", .. more]);

    /// <summary>A tree in which the baseline was captured at one step and nothing has been scanned since. The capture is made once a run.</summary>
    public static EvidenceTree CapturedAt(string capture, string step)
    {
        var history = Captured.GetOrAdd((capture, step), made => new(() => CaptureOnce(made.Capture, made.Step))).Value;
        var tree = new EvidenceTree();
        Directory.CreateDirectory(Path.GetDirectoryName(tree.Database)!, history.FolderMode);
        foreach (var (name, content, mode) in history.Files)
        {
            using var file = new FileStream(Path.Combine(Path.GetDirectoryName(tree.Database)!, name), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = mode,
            });
            file.Write(content);
        }
        return tree;
    }

    /// <summary>The history that a capture leaves behind and what is beside it, with the rights of the files and the folder.</summary>
    private static (IReadOnlyList<(string Name, byte[] Content, UnixFileMode Mode)> Files, UnixFileMode FolderMode) CaptureOnce(string capture, string step)
    {
        using var tree = new EvidenceTree();
        Assert.Equal(0, tree.Capture(tree.Unpack(capture, step)).ExitCode);
        Assert.Equal([tree.Database, tree.Database + ".last-scan"], FilesBeside(tree.Database).Order(StringComparer.Ordinal));
        return ([.. FilesBeside(tree.Database).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file), File.GetUnixFileMode(file)))],
            File.GetUnixFileMode(Path.GetDirectoryName(tree.Database)!));
    }

    public static IEnumerable<string> FilesBeside(string database) =>
        Directory.Exists(Path.GetDirectoryName(database)) ? Directory.GetFiles(Path.GetDirectoryName(database)!) : [];

    public void Dispose() => folder.Delete(recursive: true);
}
