namespace IntegrityWatch.Doctor;

/// <summary>Whether something runs a scan again and again.</summary>
internal sealed class ScheduleCheck() : DoctorCheck("schedule", "schedule")
{
    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        var scans = host.Schedule;
        if (scans.Count == 0)
        {
            yield return Warning("there", "no cron entry and no systemd timer runs a scan: nobody looks",
                "systemctl enable --now integritywatch-scan.timer, or a line in /etc/cron.d/integritywatch: 17 * * * * root integritywatch scan --quiet --new-only");
            yield break;
        }
        var running = scans.Where(scan => scan.IsEnabled).ToList();
        yield return running.Count == 0
            ? Warning("there", $"{scans[0].File} is not enabled: nobody looks", "systemctl enable --now, with the timer's name")
            : Ok("there", $"{running[0].File} runs a scan{(running[0].Interval is { } interval ? $" every {Moments.Of(interval)}" : "")}"
                + (running.Count > 1 ? $"; schedules beside it: {running.Count - 1}" : ""));
    }
}

/// <summary>Whether configuration and policies can be used: without them no scan begins.</summary>
internal sealed class ConfigurationCheck() : DoctorCheck("configuration", "configuration")
{
    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        var policies = host.Request.Policies;
        yield return host.Request.ConfigurationFault is { } fault
            ? Critical("valid", $"no scan can run: {fault.Message}", fault.Hint)
            : Ok("valid", policies == 0 ? "the shipped policy alone decides" : $"the configuration is valid, with {CheckedHost.Count(policies, "policy", "policies")} over the shipped one");
    }
}
