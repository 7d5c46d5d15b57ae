using System.Diagnostics;

namespace IntegrityWatch.EndToEnd;

/// <summary>Where output goes, and what happens when it cannot go there or the run is cut off.</summary>
public class OutputTests
{
    [Fact]
    public void An_audit_log_that_is_left_out_on_purpose_is_not_missed()
    {
        using var tree = new EvidenceTree();
        var before = tree.Unpack("rocke", "before");

        Assert.Empty(BuiltProgram.Run("scan", "--no-audit", "--root", before, "--db", tree.Database).Error);
    }

    [Fact]
    public void Output_goes_to_a_file_as_a_whole()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = Path.Combine(tree.Folder, "report.json");

        var scan = tree.ScanJson(tree.Unpack("rocke", "after"), "--output", file);

        Assert.Equal(2, scan.ExitCode);
        Assert.Empty(scan.Output);
        Assert.StartsWith("{", File.ReadAllText(file));
        Assert.Empty(Directory.GetFiles(tree.Folder, "*.tmp"));
    }

    [Theory]
    [InlineData("json", "640")]
    [InlineData("html", "640")]
    [InlineData("ndjson", "640")]
    [InlineData("navigator", "640")]
    [InlineData("nagios", "644")]
    [InlineData("checkmk", "644")]
    [InlineData("prometheus", "644")]
    public void A_new_file_is_for_a_group_to_read_and_numbers_are_for_all(string format, string mode)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        Assert.Equal(mode, Shell(tree, $"umask 077; \"$0\" scan --root {after} --db {tree.Database} --format {format} --output report; stat -c %a report"));
        Assert.Equal(mode, Shell(tree, $"umask 0; \"$0\" findings --root {after} --db {tree.Database} --format {format} --output other; stat -c %a other"));
    }

    [Theory]
    [InlineData("json", "604")]
    [InlineData("prometheus", "600")]
    [InlineData("text", "666")]
    public void A_file_that_is_replaced_keeps_who_may_read_it(string format, string mode)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        var group = Environment.IsPrivilegedProcess ? "4" : "$(id -g)";

        Assert.Equal($"{mode} same", Shell(tree, $"""
            echo old >report; chmod {mode} report; chgrp {group} report; before=$(stat -c '%u:%g' report); umask 077
            "$0" scan --root {after} --db {tree.Database} --format {format} --output report
            grep -qx old report && echo not replaced; stat -c %a report; test "$(stat -c '%u:%g' report)" = "$before" && echo same
            """).Replace('\n', ' '));
    }

    /// <summary>A user who may not give files away: what was another group's to read is not his own group's.</summary>
    [Fact]
    public void Where_the_group_cannot_be_kept_no_other_group_reads()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a file of another group");
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        var file = Path.Combine(tree.Folder, "report");
        OtherUser.Run(tree, "--version");
        Shell(tree, "echo old >report; chmod 664 report; chown 0:4 report");
        Assert.StartsWith("{", Shell(tree, $"setpriv --reuid 65534 --regid 65534 --clear-groups \"$0\" scan --root {after} --db {tree.Database} --format json --output report; cat report"));

        Assert.Equal("644 65534", Shell(tree, "stat -c '%a %g' report"));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void An_output_file_that_cannot_be_written_is_exit_3()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        tree.Scan(tree.Unpack("rocke", "after"), "--output", "/proc/report").RefusedWith("output cannot be written: /proc/report");
    }

    [Fact]
    public void What_could_not_be_written_is_as_new_to_the_next_scan()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        tree.Scan(after, "--output", Path.Combine(tree.Folder, "missing", "report")).RefusedWith("output cannot be written: ");

        Assert.NotEmpty(tree.ScanJson(after, "--new-only").Findings);
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_crash()
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        var after = tree.Unpack("names", "after");

        using var shell = Process.Start(new ProcessStartInfo("/bin/bash",
            ["-c", """ "$0" scan --root "$1" --db "$2" | head -c 10 >/dev/null; exit "${PIPESTATUS[0]}" """, BuiltProgram.Path, after, tree.Database])
        {
            RedirectStandardError = true,
        })!;
        var error = shell.StandardError.ReadToEnd();
        shell.WaitForExit();

        Assert.Equal(2, shell.ExitCode);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void An_interrupted_scan_says_so_and_leaves_the_history_as_it_was(string signal, int code)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var history = File.ReadAllBytes(tree.Database);
        var after = tree.Unpack("rocke", "after");
        using var scan = BuiltProgram.Start(new RunOptions(), "scan", "--root", after, "--db", tree.Database, "--audit", "-");
        SpinWait.SpinUntil(() => File.Exists(tree.Database + ".next"), TimeSpan.FromSeconds(30));
        Thread.Sleep(300);

        Process.Start("kill", [$"-{signal}", $"{scan.Id}"]).WaitForExit();
        // Its standard input stays open, and nobody writes to it.
        Assert.True(scan.WaitForExit(TimeSpan.FromSeconds(30)));

        Assert.Equal(code, scan.ExitCode);
        Assert.Equal(history, File.ReadAllBytes(tree.Database));
        Assert.False(File.Exists(tree.Database + ".next"));
    }

    [Fact]
    public void Two_scans_at_once_leave_one_complete_history()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        var codes = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4)
            .Select(_ => tree.Scan(after).ExitCode).ToList();

        Assert.All(codes, code => Assert.True(code is 2 or 3));
        Assert.Contains(2, codes);
        Assert.Equal(2, BuiltProgram.Run("findings", "--db", tree.Database).ExitCode);
    }

    [Fact]
    public void Verbose_names_what_was_read()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var before = tree.Unpack("rocke", "before");

        var scan = tree.Scan(before, "--verbose");

        Assert.Contains($"read {EvidenceTree.Ima(before)}", scan.Error);
        Assert.Contains($"read {EvidenceTree.Audit(before)}", scan.Error);
    }

    [Fact]
    public void A_database_is_found_by_the_hosts_name_when_none_is_named()
    {
        using var tree = new EvidenceTree();
        var options = new RunOptions { Environment = { ["XDG_STATE_HOME"] = tree.Folder } };

        var capture = BuiltProgram.Run(options, "baseline", "capture", "--yes", "--root", tree.Unpack("rocke", "before"));

        Assert.Equal(0, capture.ExitCode);
        Assert.True(File.Exists(Path.Combine(tree.Folder, "integritywatch", "web01", "history.db")));
    }

    [Fact]
    public void A_policy_of_ones_own_is_laid_over_the_shipped_one()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var policy = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(policy, """
            {
              "kinds": { "new-file": { "severity": "info" } },
              "locations": [ { "id": "sbin", "paths": ["/usr/sbin/k*"], "severity": "critical", "techniques": ["T1014"], "message": "not here" } ]
            }
            """);

        var scan = tree.ScanJson(tree.Unpack("rocke", "after"), "--policy", policy);

        Assert.Equal("info", scan.Finding("new-file", "/opt/app/my tool").GetProperty("severity").GetString());
        Assert.Equal("critical", scan.Finding("suspicious-location", "/usr/sbin/kworkerds").GetProperty("severity").GetString());
    }

    /// <summary>What bash prints on standard output, without its last newline; the program is $0, the folder is the tree's.</summary>
    private static string Shell(EvidenceTree tree, string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script, BuiltProgram.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = tree.Folder,
        })!;
        var error = shell.StandardError.ReadToEndAsync();
        var output = shell.StandardOutput.ReadToEnd().TrimEnd('\n');
        shell.WaitForExit();
        _ = error.Result;
        return output;
    }
}
