namespace IntegrityWatch.Tests.History.Faults;

/// <summary>Any two commands at once: as if one had come after the other, or one of them says that it could not.</summary>
public sealed class CommandsAtOnceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-");

    public static TheoryData<string, string> Pairs
    {
        get
        {
            string[] names = ["scan", "capture", "accept", "import", "compact", "forward"];
            var pairs = new TheoryData<string, string>();
            for (var first = 0; first < names.Length; first++)
                for (var second = first; second < names.Length; second++)
                    pairs.Add(names[first], names[second]);
            return pairs;
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Two_commands_at_once_leave_what_one_after_the_other_leaves(string one, string other)
    {
        Prepare();
        var serial = new[] { After("serial-1", one, other), After("serial-2", other, one) };
        var alone = new[] { After("alone-1", one), After("alone-2", other) };
        for (var round = 0; round < 2; round++)
        {
            var history = Copy($"both-{round}");

            var runs = await Task.WhenAll(Task.Run(() => Run(history, one)), Task.Run(() => Run(history, other)));

            var left = Told(history);
            Assert.Equal(0, InProcess.Run("baseline", "verify", "--db", history).Code);
            if (runs.Any(run => run.Code == 3 && IsLate(run)))
                Assert.Contains(left, alone.Concat(serial));
            else
                Assert.Contains(left, serial);
            InProcess.Run("scan", "--root", Work.NextRoot, "--db", history).EndedWith(1, 2);
        }
    }

    private static bool IsLate(ProgramRun run) =>
        run.Errors.Contains("another run holds the history", StringComparison.Ordinal)
        || run.Errors.Contains("the history was replaced during this run", StringComparison.Ordinal)
        || run.Output.Contains("so it will be sent again", StringComparison.Ordinal)
        || run.Output.Contains("another run is sending", StringComparison.Ordinal);

    private string After(string name, params string[] commands)
    {
        var history = Copy(name);
        foreach (var command in commands)
            Run(history, command);
        return Told(history);
    }

    /// <summary>A host that was captured and broken into, an alarm that waits to be sent, and a baseline from elsewhere.</summary>
    private void Prepare()
    {
        var history = HistoryIn("before");
        File.WriteAllText(Path.Combine(folder.FullName, "sinks.json"),
            $$"""{"sinks": [{"name": "siem", "type": "cef", "address": "file://{{folder.FullName}}/sink/log"}]}""");
        InProcess.Run("baseline", "capture", "--yes", "--root", Captures.Root("patch-day/before"), "--db", HistoryIn("other")).EndedWith(0);
        InProcess.Run("baseline", "export", "--output", Path.Combine(folder.FullName, "baseline.json"), "--db", HistoryIn("other")).EndedWith(0);
        InProcess.Run("baseline", "capture", "--yes", "--root", Captures.Root("rocke/before"), "--db", history).EndedWith(0);
        InProcess.Run("scan", "--root", Captures.Root("rocke/after"), "--db", history, "--config", Path.Combine(folder.FullName, "sinks.json")).EndedWith(2);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "sink"));
    }

    private ProgramRun Run(string history, string name) => InProcess.Run([.. name switch
    {
        "scan" => new[] { "scan", "--root", Captures.Root("names/after") },
        "capture" => ["baseline", "capture", "--yes", "--root", Captures.Root("rocke/after")],
        "accept" => ["accept", "/usr/bin/ps", "--reason", "ours"],
        "import" => ["baseline", "import", Path.Combine(folder.FullName, "baseline.json"), "--yes"],
        "compact" => ["compact"],
        _ => ["forward", "--config", Path.Combine(folder.FullName, "sinks.json")],
    }, "--db", history]);

    /// <summary>Everything that the history tells of, as the commands say it.</summary>
    private static string Told(string history) => string.Join('\n', new[]
    {
        ["findings", "list", "--format", "json"],
        ["baseline", "list", "--format", "json"],
        ["baseline", "show", "--format", "json"],
        ["history", "/usr/bin/ps", "--format", "json"],
        new[] { "findings", "--format", "prometheus" },
    }.Select(question => InProcess.Run([.. question, "--db", history]).EndedWith(0, 1, 2).Output)
        // A sink's clock is the host's.
        .SelectMany(text => text.Split('\n')).Where(line => !line.Contains("\"lastDelivery\":", StringComparison.Ordinal)));

    private string HistoryIn(string name) => Path.Combine(folder.FullName, name, "history.db");

    private string Copy(string name) => Work.Database(Work.Copy(Path.Combine(folder.FullName, "before"), Path.Combine(folder.FullName, name)));
}
