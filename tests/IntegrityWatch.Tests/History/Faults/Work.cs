using IntegrityWatch.History.Storage;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Tests.History.Faults;

/// <summary>A command that changes a history, and the history that it changes.</summary>
internal sealed class Work : IDisposable
{
    /// <summary>Every way in which a history is changed.</summary>
    public static TheoryData<string> All => ["first scan", "scan", "capture", "accept", "import", "compact", "forward"];

    private readonly string[] command;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-");

    private Work(string name)
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "before"));
        command = name switch
        {
            "first scan" => ["scan", "--root", Captures.Root("rocke/after")],
            "scan" => Captured("rocke/before", "scan", "--root", Captures.Root("rocke/after")),
            "capture" => Scanned("patch-day/before", "patch-day/upgraded",
                "baseline", "capture", "--yes", "--root", Captures.Root("patch-day/upgraded")),
            "accept" => Scanned("rocke/before", "rocke/after", "accept", "/usr/bin/ps", "--reason", "the fault of nobody"),
            "import" => Exported("patch-day/upgraded", "patch-day/before"),
            "compact" => Scanned("rocke/before", "rocke/after", "compact"),
            "forward" => Waiting(),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such work"),
        };
    }

    /// <summary>A folder with the history that the work begins with; the work finds it through its path alone.</summary>
    public string Before => Path.Combine(folder.FullName, "before");

    /// <summary>What the next scan looks at, which brings news.</summary>
    public static string NextRoot => Captures.Root("ordinary/after");

    public static Work Named(string name) => new(name);

    /// <summary>A folder of its own with the same history.</summary>
    public string Copy(string name) => Copy(Before, Path.Combine(folder.FullName, name));

    public static string Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.WriteAllBytes(Path.Combine(to, Path.GetFileName(file)), Read(file));
        return to;
    }

    public static string Database(string folder) => Path.Combine(folder, "history.db");

    /// <summary>The bytes of the history, or of a file beside it; none where there is none.</summary>
    public static byte[] Bytes(string folder, string beside = "") => File.Exists(Database(folder) + beside) ? File.ReadAllBytes(Database(folder) + beside) : [];

    public ProgramRun Run(string folder) => InProcess.Run([.. command, "--db", Database(folder)]);

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The framework would ask for a lock first, which the run that is watched has.</summary>
    private static byte[] Read(string file)
    {
        using var opened = LinuxCalls.Open(file, OpenFlags.ReadOnly, out _)!;
        var bytes = new byte[RandomAccess.GetLength(opened)];
        Assert.Equal(bytes.Length, RandomAccess.Read(opened, bytes, 0));
        return bytes;
    }

    private string[] Captured(string capture, params string[] next)
    {
        InProcess.Run("baseline", "capture", "--yes", "--root", Captures.Root(capture), "--db", Database(Before)).EndedWith(0);
        return next;
    }

    private string[] Scanned(string captured, string scanned, params string[] next)
    {
        Captured(captured);
        InProcess.Run("scan", "--root", Captures.Root(scanned), "--db", Database(Before)).EndedWith(1, 2);
        return next;
    }

    private string[] Exported(string elsewhere, string here)
    {
        var other = Path.Combine(folder.FullName, "other.db");
        var file = Path.Combine(folder.FullName, "baseline.json");
        InProcess.Run("baseline", "capture", "--yes", "--root", Captures.Root(elsewhere), "--db", other).EndedWith(0);
        InProcess.Run("baseline", "export", "--output", file, "--db", other).EndedWith(0);
        return Captured(here, "baseline", "import", file, "--yes");
    }

    /// <summary>A sink that was away while the scan ran, and is there when its messages are sent.</summary>
    private string[] Waiting()
    {
        var sink = Path.Combine(folder.FullName, "sink");
        var configuration = Path.Combine(folder.FullName, "integritywatch.json");
        File.WriteAllText(configuration, $$"""{"sinks": [{"name": "siem", "type": "cef", "address": "file://{{sink}}/log"}]}""");
        Captured("rocke/before");
        InProcess.Run("scan", "--root", Captures.Root("rocke/after"), "--db", Database(Before), "--config", configuration).EndedWith(2);
        Directory.CreateDirectory(sink);
        return ["forward", "--config", configuration];
    }
}
