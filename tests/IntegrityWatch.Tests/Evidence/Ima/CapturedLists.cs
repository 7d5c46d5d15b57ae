using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>The measurement lists that real kernels wrote, in tests/captures/SCENARIO/STEP.tar.gz.</summary>
internal static class CapturedLists
{
    private const string Folder = "sys/kernel/security/ima/";

    public static IEnumerable<string> All()
    {
        var captures = Path.Combine(Repository(), "tests", "captures");
        return Directory.Exists(captures)
            ? Directory.EnumerateFiles(captures, "*.tar.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The files of securityfs's folder ima, by name.</summary>
    public static Dictionary<string, byte[]> Read(string archive)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var zipped = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(zipped);
        while (tar.GetNextEntry() is { } entry)
        {
            var at = entry.Name.IndexOf(Folder, StringComparison.Ordinal);
            if (at is not (0 or 2) || entry.DataStream is null)
                continue;
            using var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            files[entry.Name[(at + Folder.Length)..]] = content.ToArray();
        }
        return files;
    }

    public static long Number(byte[] file) => long.Parse(Encoding.ASCII.GetString(file), CultureInfo.InvariantCulture);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrityWatch.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not run inside the repository");
    }
}
