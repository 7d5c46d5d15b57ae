namespace IntegrityWatch.EndToEnd;

/// <summary><c>baseline capture</c>.</summary>
public class CaptureTests
{
    [Fact]
    public void Nobody_to_ask_and_no_yes_approves_nothing()
    {
        using var tree = new EvidenceTree();
        BuiltProgram.Run("baseline", "capture", "--root", tree.Unpack("rocke", "before"), "--db", tree.Database)
            .RefusedWith("nobody is here to be asked");
        Assert.Empty(EvidenceTree.FilesBeside(tree.Database));
    }

    [Theory]
    [InlineData("--dry-run")]
    [InlineData("--dry-run", "--yes")]
    public void A_dry_run_shows_what_would_be_approved_and_writes_nothing(params string[] how)
    {
        using var tree = new EvidenceTree();

        var capture = BuiltProgram.Run(["baseline", "capture", "--list", .. how, "--root", tree.Unpack("rocke", "before"), "--db", tree.Database]);

        Assert.Equal(0, capture.ExitCode);
        Assert.Contains("approve    /usr/bin/ps sha256:", capture.Output);
        Assert.Empty(EvidenceTree.FilesBeside(tree.Database));
    }

    [Fact]
    public void What_is_suspicious_is_left_out_told_and_found_by_the_next_scan()
    {
        using var tree = new EvidenceTree();
        var after = tree.Unpack("rocke", "after");

        var capture = tree.Capture(after);
        var scan = tree.ScanJson(after);

        Assert.Equal(0, capture.ExitCode);
        Assert.Contains("not approved, because it is suspicious: /tmp/java", capture.Error);
        Assert.Equal(2, scan.ExitCode);
        Assert.Equal("new", scan.Finding("suspicious-location", "/tmp/java").GetProperty("state").GetString());
        Assert.DoesNotContain(scan.Findings, finding => finding.GetProperty("kind").GetString() is "new-file" or "altered-file");
    }

    [Fact]
    public void Where_its_answer_cannot_be_written_nothing_is_approved()
    {
        using var tree = new EvidenceTree();

        tree.Capture(tree.Unpack("rocke", "before"), "--output", Path.Combine(tree.Folder, "missing", "answer")).RefusedWith("output cannot be written: ");

        Assert.Empty(EvidenceTree.FilesBeside(tree.Database));
    }

    [Fact]
    public void What_happened_since_the_last_look_is_told_and_stays_open()
    {
        using var tree = EvidenceTree.CapturedAt("violation", "before");
        var after = tree.Unpack("violation", "after");

        var capture = tree.Capture(after);
        var scan = tree.ScanJson(after);
        var again = tree.ScanJson(after);

        Assert.Equal(0, capture.ExitCode);
        Assert.Contains("medium violation /usr/local/lib/late.so: ", capture.Error, StringComparison.Ordinal);
        Assert.Contains("integritywatch findings shows them", capture.Error, StringComparison.Ordinal);
        Assert.Equal(1, scan.ExitCode);
        Assert.Equal("new", scan.Finding("violation", "/usr/local/lib/late.so").GetProperty("state").GetString());
        Assert.Equal("open", again.Finding("violation", "/usr/local/lib/late.so").GetProperty("state").GetString());
    }

    [Fact]
    public void What_happened_before_the_first_look_is_told_by_the_capture_and_stays_open()
    {
        using var tree = new EvidenceTree();
        var after = tree.Unpack("violation", "after");

        var capture = tree.Capture(after);

        Assert.Contains("medium violation /usr/local/lib/late.so: ", capture.Error, StringComparison.Ordinal);
        Assert.Equal("new", tree.ScanJson(after).Finding("violation", "/usr/local/lib/late.so").GetProperty("state").GetString());
    }

    [Fact]
    public void What_happened_and_was_accepted_stays_accepted_until_it_happens_again()
    {
        using var tree = EvidenceTree.CapturedAt("violation", "before");
        var after = tree.Unpack("violation", "after");
        var id = tree.ScanJson(after).Finding("violation", "/usr/local/lib/late.so").GetProperty("id").GetString()!;
        Assert.Equal(0, BuiltProgram.Run("accept", id, "--reason", "known", "--db", tree.Database).ExitCode);

        tree.Capture(after);

        Assert.DoesNotContain(tree.ScanJson(after).Findings, finding => finding.GetProperty("id").GetString() == id);
    }

    [Fact]
    public void What_cannot_be_read_on_disk_is_named_and_not_approved()
    {
        using var tree = new EvidenceTree();
        var before = tree.Unpack("rocke", "before");
        OtherUser.MayNotRead(Path.Combine(before, "usr/bin/ps"));

        var capture = OtherUser.Run(tree, "baseline", "capture", "--yes", "--root", before, "--db", tree.Database, "--format", "json");
        var shown = OtherUser.Run(tree, "baseline", "show", "--db", tree.Database);

        Assert.Equal(0, capture.ExitCode);
        Assert.Contains("not approved, because it cannot be read: /usr/bin/ps\n", capture.Error, StringComparison.Ordinal);
        Assert.Equal(["/usr/bin/ps"], capture.Json.GetProperty("unreadable").EnumerateArray().Select(path => path.GetProperty("path").GetString()));
        Assert.DoesNotContain("/usr/bin/ps ", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_accepted_resolved_and_taken_back_is_told_as_json()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        var scan = tree.ScanJson(after);
        var lesser = scan.Finding("new-file", "/tmp/java").GetProperty("id").GetString()!;
        var worse = scan.Finding("known-bad", "/tmp/java").GetProperty("id").GetString()!;

        var refused = BuiltProgram.Run("accept", lesser, "--reason", "ours", "--db", tree.Database);
        var accepted = BuiltProgram.Run("accept", worse, "--reason", "ours", "--db", tree.Database, "--format", "json");
        var still = BuiltProgram.Run("findings", "resolve", "/usr/bin/ps", "--reason", "cleaned", "--root", after, "--db", tree.Database);
        var undone = BuiltProgram.Run("baseline", "undo", "--yes", "--reason", "too early", "--db", tree.Database, "--format", "json");

        refused.RefusedWith(worse);
        Assert.Equal([worse], accepted.Json.GetProperty("waived").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()));
        Assert.Equal(["waived"], accepted.Json.GetProperty("closed").EnumerateArray().Select(life => life.GetProperty("because").GetString()));
        still.RefusedWith("still lies there");
        Assert.Equal([worse], undone.Json.GetProperty("reopened").EnumerateArray().Select(life => life.GetProperty("id").GetString()));
        Assert.Equal(0, BuiltProgram.Run("baseline", "verify", "--db", tree.Database).ExitCode);
        tree.ScanJson(after).Finding("known-bad", "/tmp/java");
    }

    [Fact]
    public void Many_are_accepted_at_once_after_they_were_shown_and_all_or_none()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        tree.Scan(tree.Unpack("rocke", "after"));

        BuiltProgram.Run("accept", "--kind", "new-file", "--reason", "ours", "--db", tree.Database).RefusedWith("a worse finding of the same content is open");
        var accepted = BuiltProgram.Run("accept", "--path", "/tmp/*", "--reason", "ours", "--db", tree.Database);
        var left = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "json");

        Assert.Equal(0, accepted.ExitCode);
        Assert.Contains("critical known-bad  /tmp/java", accepted.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(left.Findings, finding => finding.GetProperty("path").GetString() == "/tmp/java");
        Assert.Equal(2, tree.Generations().Count);
    }

    [Fact]
    public void A_package_database_that_may_not_be_read_is_exit_3()
    {
        using var tree = new EvidenceTree();
        var before = tree.Unpack("patch-day", "before");
        OtherUser.MayNotRead(Path.Combine(before, "var/lib/dpkg/status"));

        OtherUser.Run(tree, "baseline", "capture", "--yes", "--root", before, "--db", tree.Database).RefusedWith("cannot be read: ");
        // What still speaks is judged.
        var scan = OtherUser.Run(tree, "scan", "--root", before, "--db", tree.Database);
        Assert.Equal(3, scan.ExitCode);
        Assert.Contains("cannot be read: ", scan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_IMA_policy_that_the_kernel_does_not_show_keeps_nothing_from_being_judged()
    {
        using var tree = new EvidenceTree();
        var before = tree.Unpack("patch-day", "before");
        var policy = Path.Combine(before, "sys/kernel/security/ima/policy");
        File.WriteAllText(policy, "measure func=BPRM_CHECK\n");
        OtherUser.MayNotRead(policy);

        Assert.Equal(0, OtherUser.Run(tree, "baseline", "capture", "--yes", "--root", before, "--db", tree.Database).ExitCode);
        Assert.InRange(OtherUser.Run(tree, "scan", "--root", before, "--db", tree.Database).ExitCode, 0, 2);
    }

    [Fact]
    public void What_is_suspicious_is_approved_where_it_is_named()
    {
        using var tree = new EvidenceTree();
        var after = tree.Unpack("rocke", "after");

        tree.Capture(after, "--include", "/tmp/java", "--include", "memfd:kthreadd");
        var scan = tree.ScanJson(after);

        Assert.DoesNotContain(scan.Findings, finding => finding.GetProperty("path").GetString() is "/tmp/java" or "memfd:kthreadd");
        scan.Finding("suspicious-location", "/dev/shm/kworkerds");
    }

    [Fact]
    public void A_capture_settles_what_was_open_and_supersedes_what_was_approved()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var upgraded = tree.Unpack("patch-day", "upgraded");
        Assert.Equal(1, tree.Scan(upgraded).ExitCode);

        Assert.Equal(0, tree.Capture(upgraded, "--name", "patched", "--reason", "openssl update").ExitCode);

        var scan = tree.ScanJson(upgraded);
        Assert.Equal(0, scan.ExitCode);
        Assert.Equal(2, scan.Json.GetProperty("baseline").GetProperty("generation").GetInt32());
        Assert.Equal("patched", scan.Json.GetProperty("baseline").GetProperty("name").GetString());
        var history = BuiltProgram.Run("history", "/usr/bin/openssl", "--db", tree.Database, "--format", "json");
        Assert.Equal(["superseded", "approved"],
            history.Json.GetProperty("history").EnumerateArray().Select(digest => digest.GetProperty("state").GetString()!));
    }

    [Fact]
    public void An_old_version_that_comes_back_is_reverted_although_the_list_is_silent_about_it()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        tree.Capture(tree.Unpack("patch-day", "upgraded"));

        var scan = tree.ScanJson(tree.Unpack("patch-day", "downgraded"));

        Assert.Equal("high", scan.Finding("reverted-file", "/usr/bin/openssl").GetProperty("severity").GetString());
    }

    [Fact]
    public void A_copy_of_an_approved_program_says_of_which()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");

        var finding = tree.ScanJson(tree.Unpack("patch-day", "copy")).Finding("copied-file", "/usr/local/bin/helper");

        Assert.Equal("/usr/bin/bash", Assert.Single(finding.GetProperty("sameDigestAs").EnumerateArray()).GetString());
    }

    [Fact]
    public void A_capture_as_json_lists_what_it_approved()
    {
        using var tree = new EvidenceTree();

        var capture = tree.Capture(tree.Unpack("rocke", "before"), "--format", "json");

        Assert.True(capture.Json.GetProperty("captured").GetBoolean());
        Assert.Contains(capture.Json.GetProperty("approved").EnumerateArray(),
            approval => approval.GetProperty("path").GetString() == "/usr/bin/ps");
    }
}
