namespace IntegrityWatch.EndToEnd;

/// <summary>Bad input: one clear line, exit 3, nothing written.</summary>
public class BadInputTests
{
    [Fact]
    public void A_policy_can_come_through_a_pipe_that_a_shell_makes()
    {
        using var tree = new EvidenceTree();
        var start = new System.Diagnostics.ProcessStartInfo("bash", ["-c", "\"$0\" config check --quiet --db \"$1\" --policy <(echo '{\"keepEventsOpen\": 3}')", BuiltProgram.Path, tree.Database]);

        using var shell = System.Diagnostics.Process.Start(start)!;
        shell.WaitForExit();

        Assert.Equal(0, shell.ExitCode);
    }

    [Theory]
    [InlineData("--config", "configuration")]
    [InlineData("--policy", "policy")]
    public void A_pipe_that_nobody_writes_to_holds_nobody_up(string option, string what)
    {
        using var tree = new EvidenceTree();
        var pipe = Path.Combine(tree.Folder, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            made.WaitForExit();

        BuiltProgram.Run("config", "check", option, pipe).RefusedWith($"{what} is a pipe: {pipe}");
    }

    [Theory]
    [InlineData("\"$0\" config check --config /dev/zero 2>/dev/null")]
    [InlineData("\"$0\" no-such-command 2>/dev/full")]
    [InlineData("\"$0\" no-such-command 2>&-")]
    public void A_stream_without_end_or_room_keeps_no_refusal_from_being_one(string line)
    {
        using var shell = System.Diagnostics.Process.Start("bash", ["-c", line, BuiltProgram.Path]);

        var hasEnded = shell.WaitForExit(TimeSpan.FromSeconds(20));
        if (!hasEnded)
            shell.Kill(entireProcessTree: true);
        Assert.True(hasEnded, "it waits");
        Assert.Equal(3, shell.ExitCode);
    }

    [Fact]
    public void A_root_without_a_name_is_no_root() => BuiltProgram.Run("scan", "--root", "").RefusedWith("no such root");

    [Fact]
    public void A_root_that_is_not_there()
    {
        using var tree = new EvidenceTree();
        tree.Scan("/no/such/root").RefusedWith("no such root: /no/such/root");
        AssertNothingWritten(tree);
    }

    [Fact]
    public void A_root_without_a_measurement_list()
    {
        using var tree = new EvidenceTree();
        tree.Scan(tree.Folder).UnjudgedFor("no measurement list: ");
    }

    [Fact]
    public void An_empty_list() => ListIsRefused([], "measurement list is empty");

    [Fact]
    public void A_file_that_is_no_list() =>
        ListIsRefused(Enumerable.Repeat("this is not a list\n"u8.ToArray(), 100).SelectMany(line => line).ToArray(), "not an IMA measurement list");

    [Fact]
    public void A_truncated_list_names_entry_and_byte()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        var list = File.ReadAllBytes(EvidenceTree.Ima(root));
        File.WriteAllBytes(EvidenceTree.Ima(root), list[..^7]);

        var scan = tree.Scan(root);

        scan.UnjudgedFor("cut short");
        Assert.Matches("entry [0-9]+", scan.Error);
        Assert.Matches("byte [0-9]+", scan.Error);
    }

    [Fact]
    public void A_truncated_list_that_is_read_on_names_the_same_entry_and_byte()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        var list = File.ReadAllBytes(EvidenceTree.Ima(after));
        File.WriteAllBytes(EvidenceTree.Ima(after), list[..^7]);

        var fresh = BuiltProgram.Run("scan", "--root", after, "--db", tree.Database + ".new");
        var readOn = tree.Scan(after);

        Assert.Contains("cut short in entry 93 at byte ", readOn.Error, StringComparison.Ordinal);
        Assert.Equal(fresh.Error, readOn.Error);
    }

    [Fact]
    public void A_capture_of_a_truncated_list()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        File.WriteAllBytes(EvidenceTree.Ima(root), File.ReadAllBytes(EvidenceTree.Ima(root))[..^7]);

        tree.Capture(root).RefusedWith("cut short");
        AssertNothingWritten(tree);
    }

    [Fact]
    public void A_named_list_that_is_not_there()
    {
        using var tree = new EvidenceTree();
        tree.Scan(tree.Unpack("rocke", "before"), "--ima", "/no/such/list").RefusedWith("/no/such/list");
        AssertNothingWritten(tree);
    }

    [Fact]
    public void A_named_audit_log_that_is_none()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        tree.Scan(root, "--audit", EvidenceTree.Ima(root)).RefusedWith("not an audit log");
        AssertNothingWritten(tree);
    }

    [Fact]
    public void A_database_that_is_something_else_stays_as_it_was()
    {
        using var tree = new EvidenceTree();
        var other = Path.Combine(tree.Folder, "notes.txt");
        File.WriteAllText(other, "my notes\n");

        BuiltProgram.Run("scan", "--root", tree.Unpack("rocke", "before"), "--db", other)
            .RefusedWith("not an IntegrityWatch history");

        Assert.Equal("my notes\n", File.ReadAllText(other));
    }

    [Fact]
    public void A_place_that_cannot_be_written()
    {
        using var tree = new EvidenceTree();
        BuiltProgram.Run("scan", "--root", tree.Unpack("rocke", "before"), "--db", "/proc/history.db").RefusedWith("/proc");
    }

    [Fact]
    public void A_database_that_another_run_holds()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        using var other = BuiltProgram.Start(new RunOptions(), "scan", "--root", tree.Unpack("rocke", "before"), "--db", tree.Database,
            "--audit", "-");
        try
        {
            // It waits for the audit log at its standard input and holds the history meanwhile.
            SpinWait.SpinUntil(() => File.Exists(tree.Database + ".next"), TimeSpan.FromSeconds(30));

            tree.Scan(tree.Unpack("rocke", "before")).RefusedWith("another run holds the history");
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
        Assert.Equal(0, tree.Scan(tree.Unpack("rocke", "before")).ExitCode);
    }

    /// <summary>A file that opens and cannot be read, and an input that is no file.</summary>
    [Theory]
    [InlineData("\"$0\" scan --root /nowhere --ima /proc/self/mem", "no such root: /nowhere")]
    [InlineData("\"$0\" scan --root . --ima /proc/self/mem --db h", "measurement list cannot be read at byte 0 (Input/output error): /proc/self/mem")]
    [InlineData("\"$0\" scan --root . --no-ima --audit /proc/self/mem --db h", "cannot read audit log after line 0: /proc/self/mem")]
    [InlineData("\"$0\" scan --root /proc/self/mem --db h", "archive cannot be read: /proc/self/mem")]
    [InlineData("echo '{}' | \"$0\" baseline verify /dev/stdin", "not a baseline but a pipe: /dev/stdin")]
    [InlineData("\"$0\" baseline verify <(echo '{}')", "not a baseline but a pipe: /dev/fd/")]
    [InlineData("echo '{}' >f; \"$0\" baseline verify /dev/stdin <f", "not an integritywatch baseline: /dev/stdin")]
    public async Task One_line_says_what_is_wrong_and_another_what_to_do(string command, string message)
    {
        using var folder = new EvidenceTree();
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/bash", ["-c", command, BuiltProgram.Path])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder.Folder,
        })!;
        var errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        var error = await errors;
        Assert.Equal(3, shell.ExitCode);
        Assert.StartsWith($"integritywatch: {message}", error);
        Assert.Matches("^[^\n]+\nhint: [^\n]+\n$", error);
    }

    [Theory]
    [InlineData("no such option: --no-such-option", "--no-such-option")]
    [InlineData("argument 'yaml' not recognized", "--format", "yaml")]
    [InlineData("no such command or argument: extra", "extra")]
    [InlineData("--ima and --no-ima exclude each other", "--ima", "x", "--no-ima")]
    [InlineData("--no-ima and --no-audit together leave nothing to look at", "--no-ima", "--no-audit")]
    [InlineData("no such command or argument: @arguments", "@arguments")]
    public void A_usage_error(string message, params string[] more)
    {
        using var tree = new EvidenceTree();
        var scan = tree.Scan(tree.Unpack("rocke", "before"), more);
        scan.RefusedWith(message);
        Assert.Contains("see integritywatch scan --help", scan.Error);
        AssertNothingWritten(tree);
    }

    [Fact]
    public void A_misspelt_command_is_named_with_the_one_that_was_meant()
    {
        var run = BuiltProgram.Run("scna");
        run.RefusedWith("no such command or argument: scna");
        Assert.Contains("did you mean scan", run.Error);
    }

    [Fact]
    public void A_misspelt_option_is_named_with_the_one_that_was_meant()
    {
        var run = BuiltProgram.Run("scan", "--forma", "json");
        run.RefusedWith("no such option: --forma");
        Assert.Contains("did you mean --format", run.Error);
    }

    [Fact]
    public void No_command_at_all() => BuiltProgram.Run().RefusedWith("command");

    [Fact]
    public void A_misspelt_configuration_key_is_named_with_its_file_and_the_nearest_right_one()
    {
        using var tree = new EvidenceTree();
        var file = Path.Combine(tree.Folder, "integritywatch.json");
        File.WriteAllText(file, """{ "databse": "/tmp/x.db" }""");

        var scan = tree.Scan(tree.Unpack("rocke", "before"), "--config", file);

        scan.RefusedWith($"configuration key is unknown: databse in {file}");
        Assert.Contains("hint: did you mean database", scan.Error);
        AssertNothingWritten(tree);
    }

    [Fact]
    public void A_misspelt_variable()
    {
        using var tree = new EvidenceTree();
        BuiltProgram.Run(new RunOptions { Environment = { ["INTEGRITYWATCH__POLICYS__0"] = "x" } },
            "scan", "--root", tree.Unpack("rocke", "before"), "--db", tree.Database).RefusedWith("INTEGRITYWATCH__POLICYS");
    }

    [Fact]
    public void A_wrong_policy_is_named_with_its_rule_and_fault()
    {
        using var tree = new EvidenceTree();
        var file = Path.Combine(tree.Folder, "policy.json");
        File.WriteAllText(file, """
            { "locations": [ { "id": "mine", "paths": ["/srv/[x"], "severity": "high", "message": "m" } ] }
            """);

        var scan = tree.Scan(tree.Unpack("rocke", "before"), "--policy", file);

        scan.RefusedWith(file);
        Assert.Contains("mine", scan.Error);
        Assert.Contains("/srv/[x", scan.Error);
    }

    [Fact]
    public void Malformed_records_in_the_middle_of_a_log_are_counted_told_and_skipped()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        var lines = File.ReadAllLines(EvidenceTree.Audit(after)).ToList();
        lines.Insert(lines.Count / 2, "type=INTEGRITY_RULE msg=audit(rubbish");
        lines.Insert(lines.Count / 2, "\0\u0001 not a record at all");
        File.WriteAllLines(EvidenceTree.Audit(after), lines);

        var scan = tree.ScanJson(after);

        Assert.Equal(2, scan.ExitCode);
        Assert.Equal(2, scan.Json.GetProperty("evidence").GetProperty("audit").GetProperty("problems").GetArrayLength());
        Assert.Contains($"in line {lines.Count / 2}", scan.Error);
        scan.Finding("suspicious-location", "/tmp/java");
    }

    private static void ListIsRefused(byte[] content, string message)
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        File.WriteAllBytes(EvidenceTree.Ima(root), content);
        tree.Scan(root).UnjudgedFor(message);
    }

    private static void AssertNothingWritten(EvidenceTree tree) =>
        Assert.False(Directory.Exists(Path.GetDirectoryName(tree.Database)), "something was written beside the database");
}
