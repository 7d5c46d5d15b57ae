namespace IntegrityWatch.Model.Rules;

/// <summary>What is news and what is not, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class NewsRulesTests
{
    private const string Preload = "/etc/ld.so.preload";
    private const string PreloadKey = "T1574.006-Dynamic_Linker_Hijacking";

    [Fact]
    public void An_old_version_that_was_used_again_is_told_whatever_the_clock_says() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        if (drawn.Between(0, 0, 1) == 0)
        {
            // A minute that lies years ahead.
            var now = host.Now;
            host.Now = now.AddYears(10);
            Lay(watched, drawn, "1");
            host.Run(drawn.Path);
            host.Now = now.AddMinutes(1);
        }
        MoveOn(watched, drawn);
        watched.Scan();
        host.Now = host.Now.AddHours((drawn.Between(1, 0, 1) == 0 ? -1 : 1) * drawn.Between(2, 1, 2000));
        Lay(watched, drawn, "1");
        host.Run(drawn.Path);
        Lay(watched, drawn, "2");

        Assert.True(watched.Scan().Tells("reverted-file", drawn.Path, "high"));
    });

    [Fact]
    public void An_entry_behind_the_place_that_was_read_is_a_use() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Boot();
        host.Log.IsRunning = false;
        host.UseAll();
        MoveOn(watched, drawn);
        watched.Scan();
        for (var again = 0; again < drawn.Between(0, 1, 3); again++)
        {
            Lay(watched, drawn, "1");
            host.Run(drawn.Path);
            Lay(watched, drawn, "2");
            var said = watched.Scan();
            Assert.True(said.Tells("reverted-file", drawn.Path, "high"), said.Output);
            Assert.Equal(0, watched.Run("findings", "resolve", drawn.Path, "--reason", "put back", "--root", host.Root).Code);
            Assert.Empty(watched.Scan().Of(drawn.Path));
        }
    }, (host, _) => host.List.RepeatsEntries = true);

    [Fact]
    public void What_was_accepted_once_is_told_when_it_happens_again_whatever_the_clock_says() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Make(Preload, PreloadKey);
        Assert.True(watched.Scan().Tells("technique", Preload, "high"));
        for (var again = 0; again < drawn.Between(0, 1, 3); again++)
        {
            Assert.Equal(0, watched.Run("accept", Preload, "--reason", "tested", "--root", host.Root).Code);
            Assert.Empty(watched.Scan().Of(Preload));
            host.Now = host.Now.AddMinutes((drawn.Numbers[again] % 3 == 0 ? 1 : -1) * drawn.Between(again + 1, 0, 5000));
            host.Make(Preload, PreloadKey);
            Assert.True(watched.Scan().Tells("technique", Preload, "high"));
        }
    });

    [Fact]
    public void A_record_that_comes_late_is_told_and_is_no_alarm() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        Lay(watched, drawn, "1");
        host.Run(drawn.Path);
        watched.Capture();
        host.Log.IsDelayed = true;
        Lay(watched, drawn, "1");
        host.Pass(TimeSpan.FromSeconds(drawn.Between(0, 1, 900)));
        host.Run(drawn.Path);
        Lay(watched, drawn, "2");
        host.Pass(TimeSpan.FromSeconds(drawn.Between(1, 1, 900)));
        watched.Capture();
        for (var look = 0; look < drawn.Between(2, 0, 2); look++)
            watched.Scan();
        host.Log.IsDelayed = false;

        var said = watched.Scan().Of(drawn.Path);

        Assert.NotEmpty(said);
        Assert.All(said, line => Assert.Contains(" low ", line, StringComparison.Ordinal));
    });

    [Fact]
    public void A_log_without_digests_is_no_reason_not_to_ask_the_disk() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        MoveOn(watched, drawn);
        watched.Scan();
        host.OpenToWrite("/etc/motd", "motd");
        if (drawn.Between(0, 0, 1) == 0)
            watched.Scan();
        Lay(watched, drawn, "1");
        host.Run(drawn.Path);

        Assert.True(watched.Scan().Tells("reverted-file", drawn.Path, "high"));
    }, (host, _) =>
    {
        host.Audits = false;
        host.Policy = ["measure BPRM_CHECK", "measure MMAP_CHECK", "measure MODULE_CHECK"];
        host.Boot();
        host.UseAll();
    });

    [Fact]
    public void Entries_that_were_dropped_unread_are_told_and_stay_open() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        watched.Scan();
        host.Disk.Write(drawn.Path, drawn.Program("unread"));
        host.Run(drawn.Path);
        host.List.Drop(host.List.Entries.Count);
        host.Disk.Write("/usr/local/bin/after", drawn.Program("after"));
        host.Run("/usr/local/bin/after");

        for (var look = 0; look < drawn.Between(0, 1, 3); look++)
        {
            var said = watched.Scan();
            Assert.Contains(said.Findings, line => line.StartsWith("evidence-gap - - high", StringComparison.Ordinal));
            Assert.False(said.Tells("list-tampered"));
            Assert.Equal(2, said.Code);
        }
    }, (host, _) =>
    {
        (host.Release, host.Banks, host.Audits) = ("7.2.0", [], false);
        host.Boot();
        host.UseAll();
    });

    [Fact]
    public void Entries_that_were_dropped_after_they_were_read_are_no_alarm() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        for (var look = 0; look < drawn.Between(0, 1, 3); look++)
        {
            watched.Scan();
            host.List.Drop(drawn.Between(look + 1, 1, host.List.Entries.Count - 1));
            Assert.Empty(watched.Scan().Findings);
            Assert.DoesNotContain("\"list-tampered\"", watched.Run("verify", "--root", host.Root, "--format", "json").Output, StringComparison.Ordinal);
            host.Disk.Write($"{drawn.Path}{look}", drawn.Program($"{look}"));
            host.Run($"{drawn.Path}{look}");
            Assert.True(watched.Scan().Tells("new-file", $"{drawn.Path}{look}", "medium"));
            watched.Capture();
        }
    }, (host, _) => host.Release = "7.2.0");

    [Fact]
    public void What_a_kexec_carried_over_was_used_in_the_boot_before() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        MoveOn(watched, drawn);
        for (var boot = 0; boot < drawn.Between(0, 1, 3); boot++)
        {
            watched.Scan();
            host.Kexec(carriesList: true);
            host.UseAll();
            Assert.Empty(watched.Scan().Findings);
        }
    });

    /// <summary>Approves one version, and then another.</summary>
    private static void MoveOn(WatchedHost watched, Sample drawn)
    {
        Lay(watched, drawn, "1");
        watched.Host.Run(drawn.Path);
        watched.Capture();
        Lay(watched, drawn, "2");
        watched.Host.Run(drawn.Path);
        watched.Capture();
    }

    private static void Lay(WatchedHost watched, Sample drawn, string version) => watched.Host.Disk.Replace(drawn.Path, drawn.Program(version));
}
