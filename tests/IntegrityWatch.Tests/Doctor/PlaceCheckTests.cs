using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Tests.Evidence.Audit;

namespace IntegrityWatch.Tests.Doctor;

/// <summary>What belongs to this program itself: configuration, history, permissions, schedule; and the clock.</summary>
public sealed class PlaceCheckTests : IDisposable
{
    private readonly SomeTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void A_configuration_that_is_wrong_keeps_every_scan_from_running()
    {
        var check = tree.Examine(new ConfigurationCheck(), request => request with
        {
            ConfigurationFault = new CannotCheckException("no such key: sinkz", "did you mean sinks"),
        })["valid"];

        DoctorAssert.Is(Verdict.Critical, check, "no scan can run: no such key: sinkz");
        Assert.Equal("did you mean sinks", check.Advice);
    }

    [Fact]
    public void A_history_tells_what_is_approved_and_who_waits()
    {
        Publish(update =>
        {
            update.Put(Some.Generation(1, 7));
            update.Change(_ => new HistoryState { Host = "web01", LastScan = SomeTree.Now.AddHours(-3), Scans = 1 });
            update.Put(new SinkState { Name = "graylog", Waiting = 12, Missed = 3 });
            update.Put(new SinkState { Name = "file" });
        });

        var checks = tree.Examine(new HistoryCheck());

        DoctorAssert.Is(Verdict.Ok, checks["baseline"], "generation 1 approves 7 paths, captured 2025-03-01 12:00:00Z, 24 hours ago");
        DoctorAssert.Is(Verdict.Ok, checks["scans"], "2025-03-02 09:00:00Z, 3 hours ago");
        DoctorAssert.Is(Verdict.Ok, checks["file"], "no earlier state");
        DoctorAssert.Is(Verdict.Warning, checks["sinks"], "12 messages wait for sinks, most for graylog, which never took one; for 3 messages there was no room");
    }

    [Fact]
    public void A_history_in_which_nothing_was_captured_or_scanned()
    {
        Publish(update => update.Change(_ => new HistoryState { Host = "web01" }));
        Publish(update => update.Change(_ => new HistoryState { Host = "web01", Scans = 1 }));

        var checks = tree.Examine(new HistoryCheck());

        DoctorAssert.Is(Verdict.Warning, checks["baseline"], "nothing was captured yet");
        DoctorAssert.Is(Verdict.Warning, checks["scans"]);
        DoctorAssert.Is(Verdict.Ok, checks["file"], ".previous");
    }

    [Fact]
    public void A_damaged_history_is_unknown_with_the_way_back()
    {
        Publish(update => update.Put(Some.Generation()));
        File.WriteAllBytes(tree.Database, File.ReadAllBytes(tree.Database)[..^100]);

        var check = tree.Examine(new HistoryCheck())["readable"];

        DoctorAssert.Is(Verdict.Unknown, check, "damaged");
        Assert.True(check.IsEssential);
        Assert.NotNull(check.Advice);
    }

    [Fact]
    public void What_anybody_can_write_to_proves_nothing()
    {
        Publish(update => update.Put(Some.Generation()));
        DoctorAssert.Is(Verdict.Ok, tree.Examine(new PermissionCheck())["writable"]);

        SomeTree.SetMode(tree.Database, 0b110_110_110);

        DoctorAssert.Is(Verdict.Critical, tree.Examine(new PermissionCheck())["writable"], $"others can write to {tree.Database}");
    }

    [Theory]
    [InlineData(0b111_111_111, Verdict.Critical)]
    [InlineData(0b001_111_111_111, Verdict.Ok)]
    public void A_folder_that_anybody_can_write_to_lets_files_be_replaced_unless_it_is_sticky(int mode, Verdict state)
    {
        var policy = tree["own.json"];
        File.WriteAllText(policy, "{}");
        SomeTree.SetMode(tree.Folder, mode);

        DoctorAssert.Is(state, tree.Examine(new PermissionCheck(), request => request with { OwnFiles = [policy] })["writable"]);
    }

    [Theory]
    [InlineData("etc/crontab", "17 * * * * root /usr/bin/integritywatch scan --quiet", "/etc/crontab runs a scan every 60 minutes")]
    [InlineData("etc/cron.d/x", "*/5 * * * * root integritywatch --db /x scan", "every 5 minutes")]
    [InlineData("var/spool/cron/crontabs/root", "@daily integritywatch scan", "every 24 hours")]
    [InlineData("etc/cron.daily/integritywatch", "#!/bin/sh\nexec integritywatch scan", "every 24 hours")]
    public void Cron_runs_a_scan(string file, string content, string message) =>
        DoctorAssert.Is(Verdict.Ok, tree.With(file, content + "\n").Examine(new ScheduleCheck())["there"], message);

    [Theory]
    [InlineData("# 17 * * * * root integritywatch scan")]
    [InlineData("17 * * * * root integritywatch verify")]
    [InlineData("17 * * * * root scan")]
    public void What_is_no_scan_is_none(string line) =>
        DoctorAssert.Is(Verdict.Warning, tree.With("etc/crontab", line + "\n").Examine(new ScheduleCheck())["there"], "nobody looks");

    [Fact]
    public void A_timer_runs_a_scan_once_it_is_enabled()
    {
        tree.With("usr/lib/systemd/system/integritywatch.timer", "[Timer]\nOnCalendar=*:0/15\n")
            .With("usr/lib/systemd/system/integritywatch.service", "[Service]\nExecStart=/usr/bin/integritywatch scan\n");
        DoctorAssert.Is(Verdict.Warning, tree.Examine(new ScheduleCheck())["there"], "is not enabled");

        Directory.CreateDirectory(tree["etc/systemd/system/timers.target.wants"]);
        File.CreateSymbolicLink(tree["etc/systemd/system/timers.target.wants/integritywatch.timer"], "/usr/lib/systemd/system/integritywatch.timer");

        DoctorAssert.Is(Verdict.Ok, tree.Examine(new ScheduleCheck())["there"], "integritywatch.timer runs a scan every 15 minutes");
    }

    [Fact]
    public void A_clock_before_the_newest_record_or_the_program_is_wrong()
    {
        DoctorAssert.Is(Verdict.Ok, tree.Examine(new ClockCheck())["time"], "2025-03-02 12:00:00Z");
        DoctorAssert.Is(Verdict.Warning, tree.Examine(new ClockCheck(), request => request with { ProgramMadeAt = SomeTree.Now.AddDays(1) })["time"], "before this program was made");

        tree.With("var/log/audit/audit.log", SomeLog.Bytes(SomeLog.Cwd("1800000000.000:1"), SomeLog.Cwd("1740000000.000:2")));

        DoctorAssert.Is(Verdict.Warning, tree.Examine(new ClockCheck())["time"], "one of the two clocks is wrong");
    }

    [Fact]
    public void A_host_without_a_package_manager_is_told() =>
        DoctorAssert.Is(Verdict.Warning, tree.Examine(new PackageCheck())["database"], "no dpkg or rpm");

    private void Publish(Action<IHistoryUpdate> change)
    {
        using var update = HistoryFile.OpenForUpdate(tree.Database);
        change(update);
        update.Publish();
    }
}
