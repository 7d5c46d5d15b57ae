using IntegrityWatch.AuditRules;
using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Doctor;

/// <summary>Which techniques the audit rules tell of: those that the kernel has, else those that it loads at boot, else those that the log names.</summary>
internal sealed class AuditRulesCheck() : DoctorCheck("audit-rules", "audit rules")
{
    private const string Install = "integritywatch rules install, or integritywatch rules auditd >/etc/audit/rules.d/60-integritywatch.rules && augenrules --load";
    private const int MostNamed = 6;

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        if (host.Ask("-l") is { } listing)
            return [Judge(host, RuleSource.Read("-", () => new MemoryStream(listing)), "the kernel holds")];
        if (RuleSource.Under(host.Root) is { } source)
            return [Judge(host, source, $"{source.Name} has")];
        return host.AuditLogIfReadable is { Keys.Count: > 0 } log
            ? [ByKeys(host, log)]
            : [Warning("techniques", "no audit rules are there: no technique is seen, such as a new cron job or a preloaded library", Install)];
    }

    private CheckResult Judge(CheckedHost host, RuleSource source, string where)
    {
        var report = RuleCheck.Run(host.Request.Techniques, [source], RuleHost.Of(host.Root), host.Request.KeyTechniques);
        var rules = $"{where} {CheckedHost.Count(report.Rules, "rule")}";
        if (report.IsSilenced)
            return Warning("techniques", $"{rules}, one of which keeps every system call from being audited (-a never,task or -e 0): no technique is seen",
                "take that line out of /etc/audit/rules.d, then augenrules --load");
        // What is recorded under a key that names no technique is told by no scan.
        var missed = report.Techniques.Select(coverage => coverage.Technique.Id).Where(id => !report.Named.Contains(id)).ToList();
        var seen = report.Techniques.Count - missed.Count;
        if (seen == 0)
            return Warning("techniques", $"{rules}, and none tells of a technique", Install);
        var refused = report.Remarks.Count(remark => remark.Level == RuleRemarkLevel.Error);
        var message = $"{rules}, which tell of {seen} of {report.Techniques.Count} techniques"
            + (missed.Count > 0 ? $", and not of {Named(missed)}" : "")
            + (refused > 0 ? $"; {CheckedHost.Count(refused, "line")} will not load" : "");
        if (refused > 0)
            return Warning("techniques", message, $"integritywatch rules check {host.Root.Locate("etc/audit/rules.d")}");
        return missed.Exists(ShippedRules.Essential.Contains) ? Warning("techniques", message, Install) : Ok("techniques", message);
    }

    private CheckResult ByKeys(CheckedHost host, AuditLogSurvey log)
    {
        var named = log.Keys.SelectMany(host.Request.KeyTechniques.Of).Select(id => host.Request.Techniques.Find(id).Id)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var missed = ShippedRules.Essential.Except(named).Order(StringComparer.Ordinal).ToList();
        if (named.Count == 0)
            return Warning("techniques", "the log tells of audit rules that were loaded, and none names a technique", Install);
        var message = $"the log tells of loaded rules for {CheckedHost.Count(named.Count, "technique")}: {Named(named)}";
        return missed.Count == 0 ? Ok("techniques", message) : Warning("techniques", $"{message}; not for {Named(missed)}", Install);
    }

    private static string Named(List<string> ids) =>
        string.Join(", ", ids.Take(MostNamed)) + (ids.Count > MostNamed ? $" and {ids.Count - MostNamed} more" : "");
}
