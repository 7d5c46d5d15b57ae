namespace IntegrityWatch.Model.Rules;

/// <summary>What the audit log tells and what it lacks, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class LogRulesTests
{
    private const string Preload = "/etc/ld.so.preload";
    private const string PreloadKey = "T1574.006-Dynamic_Linker_Hijacking";

    [Fact]
    public void Numbers_that_are_missing_before_a_start_of_auditd_are_missing() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Log.ToLose = drawn.Between(0, 3, 12);
        while (host.Log.ToLose > 0)
            host.OpenToWrite("/etc/motd", "motd");
        host.RunAuditd(false);
        host.RunAuditd(true);
        for (var written = 0; written < 3; written++)
        {
            host.OpenToWrite("/etc/motd", "motd");
            host.Pass(TimeSpan.FromSeconds(61));
        }

        Assert.True(watched.Scan().TellsGap("numbers are missing"));
    });

    [Fact]
    public void Programs_of_which_an_auditing_policy_leaves_no_record_are_told_until_their_records_come() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        watched.Scan();
        var isLate = drawn.Between(0, 0, 1) == 0;
        if (isLate)
            host.Log.IsDelayed = true;
        else
            host.Log.IsRunning = false;
        for (var program = 0; program < drawn.Between(1, 3, 9); program++)
        {
            host.Disk.Write($"{drawn.Path}{program}", drawn.Program($"{program}"));
            host.Run($"{drawn.Path}{program}");
        }

        Assert.True(watched.Scan().TellsGap("has no record"));
        Assert.True(watched.Scan().TellsGap("has no record"));
        host.Log.IsDelayed = false;
        if (isLate)
        {
            watched.Scan();
            Assert.False(watched.Scan().TellsGap("has no record"));
        }
    });

    [Fact]
    public void What_the_boot_before_used_this_boots_list_need_not_hold() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        watched.Scan();
        for (var program = 0; program < drawn.Between(0, 1, 4); program++)
        {
            host.Disk.Write($"{drawn.Path}{program}", drawn.Program($"{program}"));
            host.Run($"{drawn.Path}{program}");
        }
        // Its first numbers are those that the boot before gave out last, or higher ones.
        host.StartsAfter = host.Serial + drawn.Between(1, 1, 500);
        host.Boot();
        host.UseAll();

        var said = watched.Scan();

        Assert.False(said.Tells("evidence-gap"));
        Assert.NotEmpty(said.Findings);
    });

    [Fact]
    public void Another_nodes_records_are_counted_and_never_judged_or_approved() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        for (var record = 0; record < drawn.Between(0, 1, 5); record++)
        {
            host.TellOf($"{drawn.Name}{record}", drawn.Numbers[record + 1] % 2 == 0 ? drawn.Path : "/usr/bin/bash", drawn.Program($"node {record}"));
            host.Run("/usr/bin/bash");
        }
        if (drawn.Between(6, 0, 1) == 0)
            Assert.Empty(watched.Scan().Findings);
        Assert.Equal(0, watched.Capture(drawn.Between(7, 0, 1) == 0 ? [] : ["--no-disk"]).Code);

        var approved = watched.Approved();
        Assert.DoesNotContain(drawn.Path, approved, StringComparison.Ordinal);
        for (var record = 0; record < 5; record++)
            Assert.DoesNotContain(Contents.Digest(drawn.Program($"node {record}")), approved, StringComparison.Ordinal);
        Assert.Empty(watched.Scan().Findings);
    });

    [Fact]
    public void A_file_that_was_made_is_told_by_its_own_path_whichever_kernel_writes_of_it() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Log.IsOfOldKernel = drawn.Between(0, 0, 3) > 0;
        watched.Scan();
        host.Make(Preload, PreloadKey);

        var said = watched.Scan();

        Assert.True(said.Tells("technique", Preload, "high"), said.Output);
        Assert.Empty(said.Of("/etc"));
        Assert.Empty(said.Of("/etc/"));
    });

    [Fact]
    public void A_damaged_log_silences_no_other_source() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.OpenToWrite("/etc/motd", "motd");
        watched.Scan();
        host.Log.Rotate();
        var path = $"/dev/shm/{drawn.Name}";
        host.RunUnnamed(path, drawn.Program("intruder"));
        host.Log.Save();
        var rotated = Path.Combine(host.Root, "var/log/audit/audit.log.1");
        File.WriteAllBytes(rotated, new byte[drawn.Between(0, 1, 999)]);

        var said = watched.Scan();

        Assert.Equal(2, said.Code);
        Assert.True(said.Tells("suspicious-location", path, "high") || said.Tells("suspicious-location", path, "critical"), said.Output);
        Assert.True(said.TellsGap("audit.log.1"), said.Output);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(watched.Database)!))
            File.Delete(file);
        Assert.Equal(0, watched.Capture().Code);
    });

    [Fact]
    public void A_log_that_was_compressed_is_the_log_all_the_same() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        for (var rotation = 0; rotation < drawn.Between(0, 1, 4); rotation++)
        {
            watched.Scan();
            host.Log.Rotate(compresses: drawn.Numbers[rotation] % 3 > 0);
            host.OpenToWrite("/etc/motd", "motd");
            Assert.False(watched.Scan().Tells("evidence-gap"));
        }
    }, (host, _) => host.Log.Most = int.MaxValue);

    [Fact]
    public void The_last_line_of_a_log_that_was_brought_along_is_a_record_with_and_without_a_newline() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.RunUnnamed($"/dev/shm/{drawn.Name}", drawn.Program("miner"));
        var log = File.ReadAllText(Saved());
        // A line of the event, and what follows it is not there.
        var end = log.IndexOf('\n', log.LastIndexOf("type=INTEGRITY_RULE", StringComparison.Ordinal));
        var (whole, cut) = (watched.Beside("whole.log"), watched.Beside("cut.log"));
        File.WriteAllText(whole, log[..(end + 1)]);
        File.WriteAllText(cut, log[..end]);

        Assert.True(Look(whole, "one.db").Tells("suspicious-location", $"/dev/shm/{drawn.Name}", "high"));
        Assert.Equal(Look(whole, "two.db").Findings, Look(cut, "three.db").Findings);

        string Saved()
        {
            host.Save();
            return Path.Combine(host.Root, "var/log/audit/audit.log");
        }

        Said Look(string file, string database) =>
            watched.RunWith(watched.Beside(database), "scan", "--format", "json", "--root", host.Root, "--no-ima", "--no-disk", "--audit", file);
    });

    [Fact]
    public void What_root_did_is_told_by_itself_among_whatever_others_fail_to_do() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var (attempts, at) = (drawn.Between(0, 260, 400), drawn.Between(1, 0, 259));
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var user = new HostActor { User = 1000, EffectiveUser = 1000, SavedUser = 1000, Program = $"/home/alice/{attempt}" };
            host.OpenToWrite(Preload, PreloadKey, user, succeeds: false);
            if (attempt == at)
                host.Make(Preload, PreloadKey, new HostActor { Program = "/usr/bin/dash" });
        }

        var said = watched.Scan();

        Assert.Contains(said.Json.GetProperty("findings").EnumerateArray(), finding =>
            finding.GetProperty("kind").GetString() == "technique" && finding.GetProperty("severity").GetString() == "high"
            && finding.TryGetProperty("path", out var path) && path.GetString() == Preload
            && finding.TryGetProperty("process", out var process) && process.GetProperty("euid").GetInt64() == 0
            && process.GetProperty("exe").GetString() == "/usr/bin/dash");
    });

    [Fact]
    public void A_violation_that_only_the_log_tells_of_is_told() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        watched.Scan();
        host.Disk.Write(drawn.Path, drawn.Program("written"));
        host.Violate(drawn.Path, drawn.Between(0, 0, 1) == 0 ? "ToMToU" : "open_writers");
        for (var boot = 0; boot < drawn.Between(1, 1, 3); boot++)
        {
            host.Boot();
            host.UseAll();
        }

        Assert.True(watched.Scan().Tells("violation", drawn.Path, "medium"));
    });
}
