using IntegrityWatch.Doctor.Ima;

namespace IntegrityWatch.Doctor;

/// <summary>Whether the IMA policy measures and audits programs, libraries and modules, and those in memory too.</summary>
internal sealed class PolicyCheck() : DoctorCheck("policy", "IMA policy")
{
    public const string Install = "integritywatch rules install, or integritywatch rules ima >/etc/ima/ima-policy, and boot anew";

    private const string Programs = "BPRM_CHECK";
    private const string Libraries = "MMAP_CHECK";
    private const string Modules = "MODULE_CHECK";

    public override bool IsEssential => true;

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        // A kernel without IMA has no policy, and a list without files has none loaded: both are told.
        if (host.ListIfReadable is { Files: 0 })
            return [];
        if (host.Policy is { } loaded)
            return ByRules(loaded);
        return host.ListIfReadable is { } list
            ? [ByList("programs", "programs", list.Files - list.Libraries - list.Modules, host), ByList("libraries", "libraries", list.Libraries, host)]
            : [];
    }

    private IEnumerable<CheckResult> ByRules(LoadedPolicy loaded)
    {
        yield return ByRules("programs", loaded, Programs, "programs that are started", "a program that nobody approved is not seen", isCritical: true);
        yield return ByRules("libraries", loaded, Libraries, "libraries that are mapped", "a library that hides an intruder is not seen");
        yield return ByRules("modules", loaded, Modules, "kernel modules", "a rootkit in the kernel is not seen");
        yield return Memory(loaded);
        yield return Audited(loaded);
    }

    private CheckResult ByRules(string aspect, LoadedPolicy loaded, string occasion, string what, string otherwise, bool isCritical = false)
    {
        var effect = loaded.Policy.EffectOf("measure", occasion);
        if (effect.IsWhole)
            return Ok(aspect, $"{what} are measured: {loaded.Source} a rule for {occasion}");
        if (effect.IsDone)
            return Warning(aspect, $"{what} are measured only where {Joined(effect.Limits)}: {otherwise} elsewhere", Install);
        var message = $"{what} are not measured: {loaded.Source} no rule for {occasion}, so that {otherwise}";
        return isCritical ? Critical(aspect, message, Install) : Warning(aspect, message, Install);
    }

    private CheckResult Memory(LoadedPolicy loaded)
    {
        var blind = new[] { ("measure", Programs), ("measure", Libraries), ("audit", Programs) }
            .FirstOrDefault(pair => loaded.Policy.EffectOf(pair.Item1, pair.Item2) is { LeavesOutMemory: true });
        return blind.Item1 is null
            ? Ok("tmpfs", "files in memory (/dev/shm, memfd) are not left out")
            : Warning("tmpfs", "files in memory are left out (fsmagic=0x01021994, tmpfs): what an intruder runs from /dev/shm or memfd is not seen", Install);
    }

    private CheckResult Audited(LoadedPolicy loaded)
    {
        var missing = new[] { (Programs, "programs"), (Libraries, "libraries"), (Modules, "modules") }
            .Where(kind => !loaded.Policy.EffectOf("audit", kind.Item1).IsWhole).Select(kind => kind.Item2).ToList();
        return missing.Count == 0
            ? Ok("audit", "programs, libraries and modules are audited: the log says who used them")
            : Warning("audit", $"{string.Join(", ", missing)} are measured without an audit rule: nothing says who ran them and when", Install);
    }

    /// <summary>Where the kernel shows no rules, what it has measured says that some are there.</summary>
    private CheckResult ByList(string aspect, string what, long count, CheckedHost host)
    {
        var files = $"{CheckedHost.Count(count, "file")} in the list can be {what}";
        if (host.IsAuditLogUnreadable)
            return Unknown(aspect, $"{files}, and neither the rules nor the audit log can be read", "run as root");
        if (count == 0)
            return Warning(aspect, $"no {what} are in the list, and nothing says which rules the kernel has", Install);
        return host.AuditLogIfReadable?.IntegrityRules > 0
            ? Ok(aspect, $"{files}, and the audit log says who used them; the rules themselves cannot be read")
            : Warning(aspect, $"{files}, and no audit record says who used them; the rules themselves cannot be read", Install);
    }

    private static string Joined(IReadOnlyList<string> limits) => string.Join(", or ", limits.Take(3)) + (limits.Count > 3 ? " ..." : "");
}
