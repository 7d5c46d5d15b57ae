namespace IntegrityWatch.Doctor.Schedules;

/// <summary>Something on the host that runs this program by the clock.</summary>
/// <param name="File">The file that says so.</param>
/// <param name="Interval">How often; null where that cannot be told.</param>
/// <param name="IsEnabled">False for a timer that nothing starts.</param>
internal sealed record ScheduledScan(string File, TimeSpan? Interval, bool IsEnabled = true)
{
    internal const string Program = "integritywatch";

    private const int MostBytes = 256 * 1024;
    private const int MostFiles = 2000;

    /// <summary>The folders whose scripts run-parts runs, and how often cron has it do so.</summary>
    private static readonly (string Folder, TimeSpan Interval)[] Parts =
    [
        ("/etc/cron.hourly", TimeSpan.FromHours(1)), ("/etc/cron.daily", TimeSpan.FromDays(1)),
        ("/etc/cron.weekly", TimeSpan.FromDays(7)), ("/etc/cron.monthly", TimeSpan.FromDays(30)),
    ];

    private static readonly string[] Tables = ["/etc/cron.d", "/var/spool/cron"];

    /// <summary>The host's own units go before those that packages bring.</summary>
    private static readonly string[] Units = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>What cannot be read is passed over.</summary>
    public static IReadOnlyList<ScheduledScan> FindAll(EvidenceRoot root) =>
        [.. OfCron(root), .. OfTimers(root).DistinctBy(scan => Path.GetFileName(scan.File))];

    private static IEnumerable<ScheduledScan> OfCron(EvidenceRoot root)
    {
        var tables = Tables.SelectMany(folder => root.FilesBelow(HostPath.Of(folder)).Take(MostFiles)).Prepend(HostPath.Of("/etc/crontab"));
        foreach (var table in tables)
            foreach (var line in (root.ReadText(table, MostBytes) ?? "").Split('\n').Where(IsScan))
                yield return new ScheduledScan(table.ToString(), CronTime.IntervalOf(line));
        foreach (var (folder, interval) in Parts)
            foreach (var script in root.FilesBelow(HostPath.Of(folder)).Take(MostFiles))
                if ((root.ReadText(script, MostBytes) ?? "").Split('\n').Any(IsScan))
                    yield return new ScheduledScan(script.ToString(), interval);
    }

    private static IEnumerable<ScheduledScan> OfTimers(EvidenceRoot root)
    {
        foreach (var folder in Units)
            foreach (var unit in root.FilesBelow(HostPath.Of(folder)).Take(MostFiles))
                if (unit.FileName.EndsWith(".timer"u8) && root.ReadText(unit, MostBytes) is { } timer && Runs(root, unit, timer))
                    yield return new ScheduledScan(unit.ToString(), TimerTime.IntervalOf(timer), IsWanted(root, unit));
    }

    private static bool Runs(EvidenceRoot root, HostPath unit, string timer)
    {
        var name = LossyUtf8.Decode(unit.FileName);
        var service = TimerTime.Value(timer, "Unit") ?? name[..^".timer".Length] + ".service";
        return !service.Contains('/', StringComparison.Ordinal)
            && Units.Select(folder => root.ReadText(HostPath.Of($"{folder}/{service}"), MostBytes)).FirstOrDefault(text => text is not null) is { } content
            && content.Split('\n').Any(line => line.StartsWith("ExecStart", StringComparison.Ordinal) && IsScan(line));
    }

    /// <summary>What systemctl enable makes is a link in the folder of what wants the unit.</summary>
    private static bool IsWanted(EvidenceRoot root, HostPath unit) =>
        Units.Any(folder => root.ReadLink(HostPath.Of($"{folder}/timers.target.wants").Child(unit.FileName)) is not null);

    private static bool IsScan(string line) =>
        !line.TrimStart().StartsWith('#') && line.IndexOf(Program, StringComparison.Ordinal) is >= 0 and var at
        && line.IndexOf("scan", at + Program.Length, StringComparison.Ordinal) > 0;
}
