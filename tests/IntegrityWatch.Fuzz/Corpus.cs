using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace IntegrityWatch.Fuzz;

/// <summary>What real hosts wrote: the files of tests/captures, each content once.</summary>
internal sealed class Corpus
{
    private readonly List<(string Name, byte[] Content)> files = [];

    public Corpus()
    {
        var captures = Path.Combine(Repository, "tests", "captures");
        var known = new HashSet<string>(StringComparer.Ordinal);
        var archives = Directory.EnumerateFiles(captures, "*.tar.gz", SearchOption.AllDirectories);
        foreach (var (name, content) in archives.Order(StringComparer.Ordinal).SelectMany(Unpack))
            if (content.Length > 0 && known.Add(Convert.ToHexString(SHA256.HashData(content))))
                files.Add((name, content));
    }

    public static string Repository { get; } = FindRepository();

    /// <summary>The files with this in their paths.</summary>
    public byte[][] Named(string part) =>
        [.. files.Where(file => file.Name.Contains(part, StringComparison.Ordinal)).Select(file => file.Content)];

    private static IEnumerable<(string Name, byte[] Content)> Unpack(string archive)
    {
        using var zipped = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(zipped);
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            yield return (entry.Name, content.ToArray());
        }
    }

    /// <summary>Around the program, or, where that was copied away, around the folder that it was started in.</summary>
    private static string FindRepository() => Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory)
        ?? throw new DirectoryNotFoundException("the program does not run inside the repository");

    private static string? Above(string start)
    {
        var folder = new DirectoryInfo(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrityWatch.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
