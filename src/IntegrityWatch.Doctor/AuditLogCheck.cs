using IntegrityWatch.Doctor.Auditing;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Doctor;

/// <summary>Whether the audit log is there, grows, says who ran what, and holds enough until the next scan.</summary>
internal sealed class AuditLogCheck() : DoctorCheck("audit-log", "audit log")
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Cron itself leaves a record an hour on every host.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(24);

    private static readonly TimeSpan UsualInterval = TimeSpan.FromHours(1);

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        if (host.AuditLog is not { First: not null, Last: not null } log)
        {
            yield return host.AuditLog is null
                ? Warning("there", "there is no audit log: nothing says who ran what, and no technique is seen",
                    host.IsLive ? "install auditd and start it: systemctl enable --now auditd" : "bring var/log/audit along: integritywatch collect")
                : Critical("there", $"no line of the audit log is a record: {host.AuditLog!.Files[^1]}", "look at the file, and restart auditd");
            yield break;
        }
        yield return Age(host, log);
        yield return IntegrityRules(log);
        yield return Lost(log);
        yield return Room(host, log);

    }

    private CheckResult Age(CheckedHost host, AuditLogSurvey log)
    {
        var last = log.Last!.Value;
        var what = $"{CheckedHost.Count(log.Records, "record")} in {CheckedHost.Count(log.Files.Count, "file")}{(log.IsWhole ? "" : ", of which the last part was read")}, "
            + $"the last of {Moments.Of(last)}, {(log.IsEnriched ? "ENRICHED" : "RAW")}";
        return host.IsLive && host.Request.Now - last > Silence
            ? Warning("there", $"{what}: nothing was written for {Moments.Of(host.Request.Now - last)}", "systemctl status auditd")
            : Ok("there", what);
    }

    private CheckResult IntegrityRules(AuditLogSurvey log) => log.IntegrityRules > 0
        ? Ok("integrity-rules", $"{CheckedHost.Count(log.IntegrityRules, "INTEGRITY_RULE record")}: the log says who used what is measured")
        : Warning("integrity-rules", "no INTEGRITY_RULE record is in the log: nothing says who used what is measured", PolicyCheck.Install);

    private CheckResult Lost(AuditLogSurvey log) => log.Lost > 0
        ? Warning("lost", $"the log tells of {CheckedHost.Count(log.Lost, "record")} that the kernel lost", "-b 65536 in /etc/audit/rules.d, then augenrules --load")
        : Ok("lost", "the log tells of no lost record");

    private CheckResult Room(CheckedHost host, AuditLogSurvey log)
    {
        var settings = host.Auditd;
        if (settings.Room is not { } room)
            return Ok("room", $"the log is not rotated by auditd (max_log_file_action = {settings.FullAction})");
        var size = $"{settings.Files} files of {settings.FileSize} MiB";
        if (log.BytesPerHour is not { } rate)
            return Ok("room", $"the log has room for {size}, and spans too little time to say for how long that is");
        var hours = room / Math.Max(rate, 1);
        var interval = host.Schedule.Select(scan => scan.Interval).OfType<TimeSpan>().DefaultIfEmpty(UsualInterval).Min();
        var message = $"the log holds {Moments.OfHours(hours)} at {rate / Mebibyte:0.0} MiB an hour in {size}";
        if (hours >= 2 * interval.TotalHours)
            return Ok("room", $"{message}; a scan comes every {Moments.Of(interval)}");
        var needed = Math.Max(1, (long)Math.Ceiling(24 * Math.Max(interval.TotalHours, 1) * rate / Mebibyte / Math.Max(settings.FileSize, 1)));
        return Warning("room", $"{message}, and a scan comes every {Moments.Of(interval)}: records vanish unread", needed <= 999
            ? $"num_logs = {Math.Max(needed, 10)} in /{AuditdSettings.File}, then restart auditd, or scan more often"
            : $"max_log_file = {settings.FileSize * 8} and num_logs = 99 in /{AuditdSettings.File}, then restart auditd");
    }
}
