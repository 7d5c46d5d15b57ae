using System.Diagnostics;

namespace IntegrityWatch.Tests;

/// <summary>Evidence of real hosts, tests/captures/SCENARIO/STEP.tar.gz, each unpacked once a run.</summary>
internal static class Captures
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, string> Unpacked = [];
    private static readonly Lazy<string> Folder = new(MakeFolder);

    /// <summary>The folder that holds the capture's root; to be read only.</summary>
    public static string Root(string capture)
    {
        lock (Gate)
        {
            if (!Unpacked.TryGetValue(capture, out var root))
                Unpacked[capture] = root = Unpack(capture);
            return root;
        }
    }

    // The framework's own reader of archives loses the bytes of names that are not UTF-8.
    private static string Unpack(string capture)
    {
        var root = Path.Combine(Folder.Value, capture);
        Directory.CreateDirectory(root);
        var archive = Path.Combine(Repository(), "tests", "captures", capture + ".tar.gz");
        using var tar = Process.Start("tar", ["--extract", "--gzip", "--file", archive, "--directory", root]);
        tar.WaitForExit();
        return tar.ExitCode == 0 ? root : throw new InvalidDataException($"the capture cannot be unpacked: {archive}");
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("integritywatch-captures-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Shell.Run($"rm --recursive --force '{folder.FullName}'");
        return folder.FullName;
    }

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrityWatch.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not run inside the repository");
    }
}
