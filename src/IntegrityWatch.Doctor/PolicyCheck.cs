using IntegrityWatch.Doctor.Ima;
using IntegrityWatch.Evidence.Ima.Policies;

namespace IntegrityWatch.Doctor;

/// <summary>Whether the IMA policy measures and audits programs, libraries and modules, and those in memory too.</summary>
internal sealed class PolicyCheck() : DoctorCheck("policy", "IMA policy")
{
    public const string Install = "integritywatch rules install, or integritywatch rules ima >/etc/ima/ima-policy, and boot anew";

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
        yield return ByRules("programs", loaded, ImaOccasion.Program, "programs that are started", "a program that nobody approved is not seen", isCritical: true);
        yield return ByRules("libraries", loaded, ImaOccasion.Library, "libraries that are mapped", "a library that hides an intruder is not seen");
        yield return ByRules("modules", loaded, ImaOccasion.Module, "kernel modules", "a rootkit in the kernel is not seen");
        yield return Memory(loaded);
        yield return Audited(loaded);
        yield return Reading(loaded);
    }

    private CheckResult ByRules(string aspect, LoadedPolicy loaded, ImaOccasion occasion, string what, string otherwise, bool isCritical = false)
    {
        var effect = loaded.Policy.EffectOf("measure", occasion);
        if (effect.IsWhole)
            return Ok(aspect, $"{what} are measured: {loaded.Source} a rule for {occasion.Name}");
        if (effect is { IsGeneral: true, Holes: var holes })
        {
            var left = $"{what} are not measured where {Joined(holes)}: {loaded.Source} a dont_measure rule before the others, so that {otherwise} there";
            return isCritical && holes.Any(hole => hole.IsSweeping) ? Critical(aspect, left, Install) : Warning(aspect, left, Install);
        }
        if (effect.IsDone)
            return Warning(aspect, $"{what} are measured only where {Joined(effect.Under)}: {otherwise} elsewhere", Install);
        var message = $"{what} are not measured: {loaded.Source} no rule for {occasion.Name}, so that {otherwise}";
        return isCritical ? Critical(aspect, message, Install) : Warning(aspect, message, Install);
    }

    private CheckResult Memory(LoadedPolicy loaded)
    {
        var isBlind = new[] { ("measure", ImaOccasion.Program), ("measure", ImaOccasion.Library), ("audit", ImaOccasion.Program), ("audit", ImaOccasion.Library) }
            .Any(pair => loaded.Policy.EffectOf(pair.Item1, pair.Item2).IsBlindToMemory);
        return isBlind
            ? Warning("tmpfs", "files in memory are left out (fsmagic=0x01021994, tmpfs): what an intruder runs from /dev/shm, from memfd, "
                + "and from /tmp where that is in memory, is not seen", Install)
            : Ok("tmpfs", "files in memory (/dev/shm, memfd) are not left out");
    }

    private CheckResult Audited(LoadedPolicy loaded)
    {
        var kinds = new[] { (ImaOccasion.Program, "programs"), (ImaOccasion.Library, "libraries"), (ImaOccasion.Module, "modules") }
            .Select(kind => (Name: kind.Item2, Effect: loaded.Policy.EffectOf("audit", kind.Item1))).ToList();
        var missing = kinds.Where(kind => !kind.Effect.IsGeneral).Select(kind => kind.Name).ToList();
        if (missing.Count > 0)
            return Warning("audit", $"{string.Join(", ", missing)} are measured without an audit rule: nothing says who ran them and when", Install);
        var holes = kinds.SelectMany(kind => kind.Effect.Holes).ToList();
        return holes.Count == 0
            ? Ok("audit", "programs, libraries and modules are audited: the log says who used them")
            : Warning("audit", $"nothing says who ran what where {Joined(holes)}: {loaded.Source} a dont_audit rule before the others", Install);
    }

    /// <summary>
    /// Whoever reads is measured by rules that ask who it is; a rule for files of one label is meant for few of them.
    /// </summary>
    private CheckResult Reading(LoadedPolicy loaded)
    {
        var effect = loaded.Policy.EffectOf("measure", ImaOccasion.Reading);
        return effect.IsGeneral || effect.Under.Any(rule => !rule.ChoosesByLabel)
            ? Warning("reads", $"files that are only read are measured: {loaded.Source} a rule for FILE_CHECK, so that each changed log, list or upload makes "
                + "an entry and is told, and programs are hard to find among them",
                "leave FILE_CHECK out (integritywatch rules ima prints a policy without it), take ima_policy=tcb off the kernel's command line, and boot anew")
            : Ok("reads", "files that are only read are not measured");
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

    private static string Joined(IEnumerable<ImaRule> rules)
    {
        var limits = rules.Select(rule => rule.ToString()).Distinct().ToList();
        return string.Join(", or ", limits.Take(3)) + (limits.Count > 3 ? " ..." : "");
    }
}
