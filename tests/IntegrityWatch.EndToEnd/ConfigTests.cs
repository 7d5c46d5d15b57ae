namespace IntegrityWatch.EndToEnd;

/// <summary><c>config</c>: what holds and who said it, and whether it is well.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly EvidenceTree tree = new();

    private string File => Path.Combine(tree.Folder, "mine.json");

    public void Dispose() => tree.Dispose();

    [Fact]
    public void With_nothing_said_the_defaults_are_shown() => Assert.Matches(
        "^database = /.*/history\\.db \\(built in\\)\npolicies = \\(none\\) \\(built in\\)\nsinks = \\(none\\) \\(built in\\)\n$", Show([]).Output);

    [Fact]
    public void Every_value_is_shown_with_who_said_it_and_a_secret_is_not()
    {
        Write("""{"database": "/srv/of file.db", "policies": ["/a.json", "/b.json"], "sinks": [{"type": "gelf", "address": "https://log.example"}]}""");

        var show = Show(new()
        {
            ["INTEGRITYWATCH__POLICIES__1"] = "/c.json",
            ["INTEGRITYWATCH__SINKS__0__AUTHORIZATION"] = "Bearer x9",
        }, "--config", File);

        Assert.Equal((0, ""), (show.ExitCode, show.Error));
        Assert.Equal($"""
            database = "/srv/of file.db" ({File})
            policies:0 = /a.json ({File})
            policies:1 = /c.json (variable INTEGRITYWATCH__POLICIES__1)
            sinks:0:name = "gelf https://log.example" (built in)
            sinks:0:type = gelf ({File})
            sinks:0:address = https://log.example ({File})
            sinks:0:minSeverity = low (built in)
            sinks:0:send = findings (built in)
            sinks:0:authorization = (secret) (variable INTEGRITYWATCH__SINKS__0__AUTHORIZATION)
            sinks:0:verifyCertificate = true (built in)

            """, show.Output);
        Assert.DoesNotContain("x9", show.Output + show.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_read_the_same_and_no_secret_either()
    {
        Write("""{"sinks": [{"type": "gelf", "address": "https://log.example", "send": ["scans"]}]}""");

        var show = Show(new() { ["INTEGRITYWATCH__SINKS__0__AUTHORIZATION"] = "Bearer x9" }, "--config", File, "--format", "json");

        var settings = show.Json.GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("key").GetString()!);
        Assert.Equal(("scans", File), (settings["sinks:0:send:0"].GetProperty("value").GetString(), settings["sinks:0:send:0"].GetProperty("source").GetString()));
        Assert.Equal("(secret)", settings["sinks:0:authorization"].GetProperty("value").GetString());
        Assert.DoesNotContain("x9", show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_well_is_named_with_its_policies()
    {
        var policy = Path.Combine(tree.Folder, "policy.json");
        System.IO.File.WriteAllText(policy, "{}");
        Write($$"""{"policies": ["{{policy}}"]}""");

        var check = Check();

        Assert.Equal((0, "", $"ok: {File}, {policy}\n"), (check.ExitCode, check.Error, check.Output));
    }

    [Fact]
    public void The_sample_that_ships_is_well() => Assert.Equal(0,
        BuiltProgram.Run("config", "check", "--db", tree.Database, "--config", Path.Combine(Repository.Folder, "src", "packaging", "integritywatch.json")).ExitCode);

    [Theory]
    [InlineData("""{"databse": "x"}""", "configuration key is unknown: databse in ")]
    [InlineData("""{"policies": ["/no/such.json"]}""", "policy cannot be read: /no/such.json")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tls://a", "authorityFile": "/no/such.pem"}]}""",
        "file of a sink cannot be read: sinks:0:authorityFile is /no/such.pem")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "https://a", "authorizationFile": "/"}]}""",
        "file of a sink cannot be read: sinks:0:authorizationFile is /")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tls://a", "certificateFile": "/no/cert", "keyFile": "/no/key"}]}""",
        "file of a sink cannot be read: sinks:0:certificateFile is /no/cert")]
    public void What_is_wrong_is_told_as_every_command_does(string configuration, string message)
    {
        Write(configuration);

        Check().RefusedWith(message);
    }

    [Theory]
    [InlineData("file://F/pipe", "file of a sink is a pipe, and no file: ")]
    [InlineData("file://F", "file of a sink is a folder, and no file: ")]
    [InlineData("file://F/link", "file of a sink is a link, and no file: ")]
    [InlineData("file:///dev/null", "file of a sink is a device, and no file: ")]
    [InlineData("file://F/no/folder", "file of a sink lies in no folder: ")]
    [InlineData("unix://F/pipe", "socket of a sink is no socket: ")]
    [InlineData("unix://F/mine.json", "socket of a sink is no socket: ")]
    [InlineData("file://F/mine.json", null)]
    [InlineData("file://F/not-yet", null)]
    [InlineData("unix://F/not-yet", null)]
    [InlineData("unix://F/socket", null)]
    public void What_a_sink_can_never_be_written_to_is_told(string address, string? message)
    {
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(tree.Folder, "pipe")]);
        mkfifo.WaitForExit();
        System.IO.File.CreateSymbolicLink(Path.Combine(tree.Folder, "link"), "mine.json");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Dgram, 0);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(tree.Folder, "socket")));
        Write($$"""{"sinks": [{"type": "syslog", "address": "{{address.Replace("F", tree.Folder, StringComparison.Ordinal)}}"}]}""");

        if (message is null)
            Assert.Equal((0, ""), (Check().ExitCode, Check().Error));
        else
            Check().RefusedWith(message);
    }

    [Fact]
    public void What_others_can_write_is_told()
    {
        Write("{}");
        using var captured = EvidenceTree.CapturedAt("rocke", "before");
        Assert.Equal($"ok: {File}, {captured.Database}\n", BuiltProgram.Run("config", "check", "--config", File, "--db", captured.Database).Output);
        Open(captured.Database);
        BuiltProgram.Run("config", "check", "--config", File, "--db", captured.Database).RefusedWith("history can be written by others");
        Open(File);
        Check().RefusedWith("configuration can be written by others");
    }

    [Fact]
    public void What_is_no_history_is_told()
    {
        var other = Path.Combine(Repository.Folder, "LICENSE");
        BuiltProgram.Run("config", "check", "--db", other).RefusedWith($"not an IntegrityWatch history: {other}");
    }

    private static void Open(string file)
    {
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(file, System.IO.File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
    }

    private void Write(string configuration) => System.IO.File.WriteAllText(File, configuration);

    private RunResult Check() => BuiltProgram.Run("config", "check", "--config", File, "--db", tree.Database);

    private static RunResult Show(Dictionary<string, string?> variables, params IEnumerable<string> more) =>
        BuiltProgram.Run(new RunOptions { Environment = variables }, ["config", "show", .. more]);
}
