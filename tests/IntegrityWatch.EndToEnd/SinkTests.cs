using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>Findings leave the host: sinks, what waits for them, and what goes wrong with them.</summary>
public sealed class SinkTests : IDisposable
{
    private readonly EvidenceTree tree = EvidenceTree.CapturedAt("rocke", "before");

    private string Log => Path.Combine(tree.Folder, "findings.log");

    private string After => tree.Unpack("rocke", "after");

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("gelf")]
    [InlineData("syslog")]
    [InlineData("ecs")]
    [InlineData("cef")]
    public void A_file_gets_a_line_for_each_finding_and_the_scan_says_what_it_always_says(string type)
    {
        var plain = Scan("--quiet");
        using var other = EvidenceTree.CapturedAt("rocke", "before");

        var scan = other.Scan(After, "--quiet", "--config", Configure($$"""{"type": "{{type}}", "address": "file://{{Log}}"}"""));

        Assert.Equal((2, plain.Output), (scan.ExitCode, scan.Output));
        Assert.Equal(plain.Error, scan.Error);
        Assert.Equal(Reported("low"), File.ReadAllLines(Log).Length);
    }

    [Fact]
    public void A_sink_that_is_away_changes_neither_report_nor_exit_code_and_is_told()
    {
        using var other = EvidenceTree.CapturedAt("rocke", "before");
        var plain = other.Scan(After, "--quiet");

        var scan = Scan("--quiet", "--config", Configure($$"""{"name": "graylog", "type": "gelf", "address": "tcp://127.0.0.1:{{FreePort()}}"}"""));

        Assert.Equal((plain.ExitCode, plain.Output), (scan.ExitCode, scan.Output));
        Assert.Contains($"integritywatch: graylog: connection refused; messages that wait: {Reported("low")}", scan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_as_a_file_of_a_sink_holds_no_scan_up()
    {
        var pipe = Path.Combine(tree.Folder, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            made.WaitForExit();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var scan = Scan("--config", Configure($$"""{"name": "siem", "type": "gelf", "address": "tls://127.0.0.1:{{port}}", "authorityFile": "{{pipe}}"}"""));

        Assert.Equal(2, scan.ExitCode);
        Assert.Contains("known-bad /tmp/java", scan.Output, StringComparison.Ordinal);
        Assert.Contains($"integritywatch: siem: file of a sink is a pipe: {pipe}", scan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_missing_is_delivered_by_the_next_scan_once()
    {
        var folder = Path.Combine(tree.Folder, "away");
        var file = Path.Combine(folder, "findings.log");
        var config = Configure($$"""{"type": "gelf", "address": "file://{{file}}"}""");
        Assert.Equal(2, Scan("--config", config).ExitCode);
        Assert.False(File.Exists(file));
        Directory.CreateDirectory(folder);

        Assert.Equal(2, Scan("--config", config).ExitCode);

        var first = File.ReadAllLines(file);
        Assert.Equal(Reported("low"), first.Length);
        Assert.Equal(first.Length, first.Select(MessageId).Distinct().Count());
        Scan("--config", config);
        Assert.Equal(first.Length, File.ReadAllLines(file).Length);
    }

    [Fact]
    public void Forward_sends_what_waits_and_says_so()
    {
        var folder = Path.Combine(tree.Folder, "away");
        var config = Configure($$"""{"name": "siem", "type": "cef", "address": "file://{{folder}}/x"}""");
        Scan("--config", config);

        var failed = Forward("--config", config);
        Assert.Equal(3, failed.ExitCode);
        Assert.Equal($"siem  FAILED: no such file or directory; sent 0; waiting {Reported("low")}\n", failed.Output);
        Directory.CreateDirectory(folder);
        var sent = Forward("--config", config, "--format", "json").Json.GetProperty("sinks")[0];
        Assert.Equal(("siem", Reported("low"), 0), (sent.GetProperty("name").GetString(), sent.GetProperty("sent").GetInt32(), sent.GetProperty("waiting").GetInt32()));
        var again = Forward("--config", config);
        Assert.Equal((0, "siem  ok; sent 0; waiting 0\n"), (again.ExitCode, again.Output));
    }

    [Fact]
    public void Forward_test_tries_every_sink_and_leaves_the_history_alone()
    {
        var config = Configure(
            $$"""{"name": "good", "type": "ecs", "address": "file://{{Log}}"}""",
            $$"""{"name": "bad", "type": "gelf", "address": "tcp://127.0.0.1:{{FreePort()}}"}""");

        var test = Forward("--test", "--config", config, "--root", After);

        Assert.Equal(3, test.ExitCode);
        Assert.Equal(["good  ok; written; sent 1; waiting 0", "bad   FAILED: connection refused; sent 0; waiting 0"],
            test.Output.TrimEnd().Split('\n'));
        var line = JsonDocument.Parse(Assert.Single(File.ReadAllLines(Log))).RootElement;
        Assert.Equal("test", line.GetProperty("event").GetProperty("action").GetString());
        Assert.Equal("web01", line.GetProperty("host").GetProperty("name").GetString());
    }

    [Fact]
    public void What_waits_for_a_sink_that_is_gone_can_be_forgotten()
    {
        var old = Configure($$"""{"name": "old", "type": "gelf", "address": "tcp://127.0.0.1:{{FreePort()}}"}""");
        Scan("--config", old);
        Assert.Equal("configuration names this sink: old", Forward("--forget", "old", "--config", old).Error.Split('\n')[0]["integritywatch: the ".Length..]);
        var config = Configure($$"""{"name": "new", "type": "gelf", "address": "file://{{Log}}"}""");
        Assert.Contains($"old is not in the configuration; messages that wait: {Reported("low")}", Forward("--config", config).Error, StringComparison.Ordinal);

        Assert.Equal(0, Forward("--forget", "old", "--config", config).ExitCode);

        Assert.Equal("", Forward("--config", config).Error);
        Assert.Equal(3, Forward("--forget", "old", "--config", config).ExitCode);
    }

    [Fact]
    public void What_waits_is_a_metric()
    {
        var scan = Scan("--config", Configure($$"""{"name": "a\"b", "type": "gelf", "address": "tcp://127.0.0.1:{{FreePort()}}"}"""), "--format", "prometheus");

        Assert.Contains($"integritywatch_outbox_waiting_messages{{sink=\"a\\\"b\"}} {Reported("low")}\n", scan.Output, StringComparison.Ordinal);
        Assert.Equal("", Promtool.Check(scan.Output));
    }

    [Fact]
    public void A_receiver_that_never_reads_keeps_a_scan_for_the_limit_at_most()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start(1);
        var port = ((IPEndPoint)deaf.LocalEndpoint).Port;
        // What the kernel queues for a program that accepts nothing is soon full.
        var queued = Enumerable.Range(0, 8).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false }).ToList();
        foreach (var socket in queued)
            try
            {
                socket.Connect(IPAddress.Loopback, port);
            }
            catch (SocketException)
            {
                // It is under way.
            }
        Thread.Sleep(100);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var scan = Scan("--config", Configure($$"""{"name": "deaf", "type": "gelf", "address": "tcp://127.0.0.1:{{port}}"}"""));

        Assert.Equal(2, scan.ExitCode);
        Assert.Contains("integritywatch: deaf: ", scan.Error, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        queued.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_scan_that_is_killed_while_it_sends_leaves_everything_for_the_next()
    {
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var config = Configure($$"""{"type": "gelf", "address": "tcp://127.0.0.1:{{((IPEndPoint)receiver.LocalEndpoint).Port}}"}""");
        using (var scan = BuiltProgram.Start(new RunOptions(), "scan", "--root", After, "--db", tree.Database, "--config", config))
        {
            // It is connected, and waits for the end of what nobody reads.
            using var connection = await receiver.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            scan.Kill();
            await scan.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var next = Task.Run(() => Scan("--config", config));
        using var good = await receiver.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(good.GetStream());
        var messages = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\0').Split('\0');
        good.Close();

        Assert.Equal(2, (await next).ExitCode);
        Assert.Equal(Reported("low"), messages.Select(MessageId).Distinct().Count());
        Assert.Equal("0", JsonDocument.Parse(BuiltProgram.Run("findings", "--format", "json", "--db", tree.Database).Output)
            .RootElement.GetProperty("sinks")[0].GetProperty("waiting").GetRawText());
    }

    [Fact]
    public void A_misspelt_key_is_exit_3_and_named()
    {
        var file = Configure("""{"type": "gelf", "adress": "tcp://log.example:12201"}""");

        var scan = Scan("--config", file);

        scan.RefusedWith($"configuration key is unknown: sinks:0:adress in {file}");
        Assert.Contains("hint: did you mean sinks:0:address", scan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_everybody_can_read_is_not_used_and_never_printed()
    {
        var token = Path.Combine(tree.Folder, "token");
        File.WriteAllText(token, "Bearer x9\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var scan = Scan("--verbose", "--config",
            Configure($$"""{"name": "web", "type": "gelf", "address": "http://127.0.0.1:{{FreePort()}}", "authorizationFile": "{{token}}"}"""));

        Assert.Equal(2, scan.ExitCode);
        Assert.Contains($"web: everybody can read {token}", scan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("x9", scan.Error + scan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_demonstration_alarms_nobody()
    {
        var home = Directory.CreateDirectory(Path.Combine(tree.Folder, "xdg", "integritywatch")).FullName;
        File.WriteAllText(Path.Combine(home, "integritywatch.json"), File.ReadAllText(Configure($$"""{"type": "gelf", "address": "file://{{Log}}"}""")));
        var variables = new RunOptions
        {
            Environment = { ["XDG_CONFIG_HOME"] = Path.Combine(tree.Folder, "xdg"), ["INTEGRITYWATCH__SINKS__0__TYPE"] = "gelf", ["INTEGRITYWATCH__SINKS__0__ADDRESS"] = $"file://{Log}" },
        };

        Assert.Equal(0, BuiltProgram.Run(variables, "demo").ExitCode);

        Assert.False(File.Exists(Log));
    }

    private RunResult Scan(params IEnumerable<string> more) => tree.Scan(After, more);

    private RunResult Forward(params IEnumerable<string> more) => BuiltProgram.Run(["forward", "--db", tree.Database, .. more]);

    /// <summary>How many findings are open that are this bad or worse.</summary>
    private int Reported(string severity)
    {
        using var other = EvidenceTree.CapturedAt("rocke", "before");
        string[] known = ["info", "low", "medium", "high", "critical"];
        return other.ScanJson(After).Json.GetProperty("findings").EnumerateArray()
            .Count(finding => Array.IndexOf(known, finding.GetProperty("severity").GetString()) >= Array.IndexOf(known, severity));
    }

    private static string MessageId(string line) => JsonDocument.Parse(line).RootElement.GetProperty("_message_id").GetString()!;

    private string Configure(params string[] sinks)
    {
        var file = Path.Combine(tree.Folder, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, $$"""{"sinks": [{{string.Join(", ", sinks)}}]}""");
        return file;
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
