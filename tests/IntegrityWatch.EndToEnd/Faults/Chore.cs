using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>A command that changes a history, the history that it changes, and what an unbroken run makes of it.</summary>
internal sealed partial class Chore : IDisposable
{
    private readonly EvidenceTree tree = new();
    private readonly DateTimeOffset begun = DateTimeOffset.UtcNow.AddSeconds(-1);
    private int copies;

    private Chore(string name) => Command = name switch
    {
        "first scan" => ["scan", "--root", tree.Unpack("rocke", "after")],
        "scan" => After(["baseline", "capture", "--yes", "--root", tree.Unpack("rocke", "before")], ["scan", "--root", tree.Unpack("rocke", "after")]),
        "capture" => After(["scan", "--root", tree.Unpack("patch-day", "before")], ["baseline", "capture", "--yes", "--root", tree.Unpack("patch-day", "upgraded")]),
        "accept" => Intruded("accept", "/usr/bin/ps", "--reason", "ours"),
        "import" => Imported(),
        "compact" => Intruded("compact"),
        "forward" => Waiting(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such chore"),
    };

    /// <summary>Every way in which a history is changed; of a sample, those that are named.</summary>
    public static TheoryData<string> All(params string[] sample) =>
        [.. FaultSweep.IsWhole ? ["first scan", "scan", "capture", "accept", "import", "compact", "forward"] : sample];

    /// <summary>Without the history's name.</summary>
    public string[] Command { get; }

    /// <summary>What a timer runs meanwhile, without the history's name.</summary>
    public string[] Scan => ["scan", "--root", tree.Unpack("ordinary", "after")];

    public static Chore Named(string name) => new(name);

    /// <summary>The history as it was before, in a folder of its own.</summary>
    public string Fresh()
    {
        var folder = Directory.CreateDirectory(Path.Combine(tree.Folder, $"copy-{++copies}"));
        if (File.Exists(tree.Database))
            File.Copy(tree.Database, Path.Combine(folder.FullName, "history.db"));
        return Path.Combine(folder.FullName, "history.db");
    }

    public bool IsAsBefore(string database) => File.Exists(tree.Database)
        ? File.Exists(database) && File.ReadAllBytes(tree.Database).AsSpan().SequenceEqual(File.ReadAllBytes(database))
        : !File.Exists(database);

    /// <summary>What the next scan says.</summary>
    public string NextScan(string database) => Said([.. Scan, "--format", "json", "--db", database]);

    /// <summary>What the history tells of, as the commands say it.</summary>
    public string Told(string database) => string.Join('\n',
        Said("findings", "list", "--format", "json", "--db", database),
        Said("baseline", "list", "--format", "json", "--db", database),
        Said("history", "/usr/bin/ps", "--format", "json", "--db", database));

    public void Dispose() => tree.Dispose();

    /// <summary>Without what no two runs have in common: their clock, and what is worked out from it.</summary>
    private string Said(params string[] command)
    {
        var run = BuiltProgram.Run(command);
        Assert.True(run.ExitCode is 0 or 1 or 2 || run.Error.Contains("nothing is known of", StringComparison.Ordinal), $"{string.Join(' ', command)}: {run.Error}");
        var text = Time().Replace(run.Output, found =>
            DateTimeOffset.Parse(found.Value, null) >= begun ? "now" : found.Value);
        // Whoever was killed before he told, or before he left when he looked, tells it again.
        text = Beside().Replace(text, "").Replace("\"state\": \"new\"", "\"state\": \"open\"", StringComparison.Ordinal);
        // What is new stands first: the lines are the same in any order.
        return string.Join('\n', Chain().Replace(text, "$1").Split('\n').Order(StringComparer.Ordinal));
    }

    private string[] After(string[] first, params string[] command)
    {
        Assert.InRange(BuiltProgram.Run([.. first, "--db", tree.Database]).ExitCode, 0, 2);
        return command;
    }

    private string[] Intruded(params string[] command)
    {
        tree.Capture(tree.Unpack("rocke", "before"));
        return After(["scan", "--root", tree.Unpack("rocke", "after")], command);
    }

    private string[] Imported()
    {
        using var other = EvidenceTree.CapturedAt("patch-day", "upgraded");
        var file = Path.Combine(tree.Folder, "baseline.json");
        File.Copy(other.Exported(), file);
        return After(["baseline", "capture", "--yes", "--root", tree.Unpack("patch-day", "before")], "baseline", "import", file, "--yes");
    }

    /// <summary>A sink that was away while the scan ran, and is there when its messages are sent.</summary>
    private string[] Waiting()
    {
        var configuration = Path.Combine(tree.Folder, "integritywatch.json");
        File.WriteAllText(configuration, $$"""{"sinks": [{"name": "siem", "type": "cef", "address": "file://{{tree.Folder}}/sink/log"}]}""");
        tree.Capture(tree.Unpack("rocke", "before"));
        After(["scan", "--root", tree.Unpack("rocke", "after"), "--config", configuration]);
        Directory.CreateDirectory(Path.Combine(tree.Folder, "sink"));
        return ["forward", "--config", configuration];
    }

    [GeneratedRegex("^ *\"(root|bootId|scannedAt|at|outcome|new)\": .*\n", RegexOptions.Multiline)]
    private static partial Regex Beside();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex("(\"chain\": )\"[0-9a-f]{64}\"")]
    private static partial Regex Chain();
}
