using IntegrityWatch.Doctor.Auditing;

namespace IntegrityWatch.Doctor;

/// <summary>Whether auditd runs, and writes what it is told where it is looked for.</summary>
internal sealed class AuditdCheck() : DoctorCheck("auditd", "auditd")
{
    private const string LogFile = "/var/log/audit/audit.log";

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        if (host.IsLive)
            yield return Running(host);
        if (host.Status is { } status)
            yield return Figures(status);
        if (host.Auditd is { AreThere: true } settings)
            yield return Settings(settings);
    }

    private CheckResult Running(CheckedHost host)
    {
        if (Processes(host).Contains("auditd"))
            return Ok("running", "auditd runs");
        return host.AuditLogIfReadable is null && !host.Auditd.AreThere
            ? Warning("running", "auditd is not installed: nothing says who ran what, and no technique is seen",
                "apt-get install auditd, or dnf install audit; then systemctl enable --now auditd")
            : Critical("running", "auditd does not run: what happens now is not written down", "systemctl enable --now auditd, and find out who stopped it");
    }

    private static IEnumerable<string> Processes(CheckedHost host) =>
        Directory.EnumerateDirectories(host.Root.Locate("proc"))
            .Select(Path.GetFileName)
            .Where(name => name!.All(char.IsAsciiDigit))
            .Select(pid => host.ReadIfReadable($"proc/{pid}/comm", 64)?.TrimEnd('\n') ?? "");

    private CheckResult Figures(AuditStatus status)
    {
        if (!status.IsEnabled)
            return Critical("status", "the kernel's auditing is turned off: nothing is written down", "auditctl -e 1, and find out who turned it off");
        if (status.Lost > 0)
            return Warning("status", $"the kernel lost {CheckedHost.Count(status.Lost, "audit record")}, of {status.BacklogLimit} that can wait",
                "-b 65536 in /etc/audit/rules.d, then augenrules --load; auditctl --reset-lost sets the count back");
        return Ok("status", status.BacklogLimit is { } limit ? $"the kernel lost no audit record, and {limit} can wait" : "the kernel lost no audit record");
    }

    private CheckResult Settings(AuditdSettings settings)
    {
        if (settings.WritesNoLog)
            return Critical("settings", $"auditd keeps no log (write_logs = no in /{AuditdSettings.File}): scans have nothing to read",
                $"write_logs = yes in /{AuditdSettings.File}, then systemctl restart auditd or service auditd restart");
        if (settings.LogFile is { } file && file != LogFile)
            return Warning("settings", $"auditd writes to {file}, and scans read {LogFile}",
                $"log_file = {LogFile} in /{AuditdSettings.File}, or name the log to each scan with --audit FILE");
        if (settings.StopsWhenFull)
            return Warning("settings", $"auditd ends its log when a file is full (max_log_file_action = {settings.FullAction})",
                $"max_log_file_action = ROTATE in /{AuditdSettings.File}");
        return Ok("settings", $"auditd keeps its log where scans read it{(settings.Format is { } format ? $", log_format = {format}" : "")}");
    }
}
