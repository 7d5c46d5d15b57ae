using System.Formats.Tar;
using System.IO.Compression;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>The audit logs of a capture that the lab made on a real kernel.</summary>
internal static class AuditCapture
{
    public static string Folder { get; } = Path.Combine(SolutionFolder(), "tests", "captures");

    /// <param name="name">Scenario and step, for example <c>rocke/after</c>.</param>
    public static AuditLogFiles Open(string name)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(Path.Combine(Folder, name + ".tar.gz")), CompressionMode.Decompress));
        var logs = new SortedDictionary<int, AuditLogFile>(Comparer<int>.Create((a, b) => b.CompareTo(a)));
        while (tar.GetNextEntry() is { } entry)
        {
            var start = entry.Name.IndexOf("var/log/audit/audit.log", StringComparison.Ordinal);
            if (start < 0 || entry.DataStream is not { } data)
                continue;
            var content = new MemoryStream();
            data.CopyTo(content);
            content.Position = 0;
            var number = Path.GetExtension(entry.Name)[1..];
            logs.Add(number == "log" ? 0 : int.Parse(number), new AuditLogFile(entry.Name, content));
        }
        return new AuditLogFiles([.. logs.Values]);
    }

    /// <summary>All logs of a capture, oldest first, as one.</summary>
    public static byte[] Bytes(string name)
    {
        using var files = Open(name);
        return [.. files.SelectMany(file => ((MemoryStream)file.Content).ToArray())];
    }

    public static (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) Read(string name)
    {
        using var files = Open(name);
        var reader = new AuditLogReader();
        return ([.. reader.Read(files)], reader.Statistics);
    }

    private static string SolutionFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "IntegrityWatch.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside of the repository");
        return folder;
    }
}
