namespace IntegrityWatch.AuditRules.Installation;

/// <summary>Finds from the files of a host what is left to do before installed rules hold.</summary>
public static class NextSteps
{
    private const string LoadNow = "cat /etc/ima/ima-policy > /sys/kernel/security/ima/policy";

    public static IReadOnlyList<NextStep> Of(EvidenceRoot root, IEnumerable<PlannedFile> files) =>
        [.. files.SelectMany(file => file.Target == RulesTarget.Auditd ? OfAuditd(root, file) : OfIma(root))];

    private static IEnumerable<NextStep> OfAuditd(EvidenceRoot root, PlannedFile file)
    {
        if (!file.FolderIsThere)
            yield return Auditd("there was no /etc/audit/rules.d, so auditd is not installed: it loads the rules once it is",
                "apt install auditd, or dnf install audit");
        else if (root.IsLive)
            yield return Auditd("the audit rules hold once they are loaded; from the next boot on that happens by itself", "augenrules --load");
        else
            yield return Auditd("the audit rules hold from the host's next boot on");
    }

    private static IEnumerable<NextStep> OfIma(EvidenceRoot root)
    {
        var hasSystemd = root.Has("run/systemd/system") || root.Has("usr/lib/systemd/systemd") || root.Has("lib/systemd/systemd");
        if (!hasSystemd)
            yield return Ima("there is no systemd that would load the IMA policy: let a script do so once after each boot, before anything else starts", LoadNow);
        if (root.IsLive && !root.Has("sys/kernel/security/ima"))
            yield return Ima("this kernel has no IMA, or securityfs is not mounted: see integritywatch doctor");
        else if (root.IsLive && !root.Has("sys/kernel/security/ima/policy"))
            yield return Ima("the kernel has taken a policy since it started, and takes no other: the IMA policy holds from the next boot on", "reboot");
        else if (root.IsLive && hasSystemd)
            yield return Ima("the IMA policy holds from the next boot on, when systemd loads it if it has +IMA in systemctl --version; "
                + "or from now on, where the kernel has not taken one since it started", LoadNow);
        else if (hasSystemd)
            yield return Ima("the IMA policy holds from the host's next boot on, when systemd loads it if it has +IMA in systemctl --version");
        foreach (var step in OfCommandLine(root))
            yield return step;
    }

    /// <summary>What <c>ima_policy=</c> on the kernel's command line means for a policy that is loaded later.</summary>
    private static IEnumerable<NextStep> OfCommandLine(EvidenceRoot root)
    {
        const string Key = "ima_policy=";
        foreach (var word in (root.ReadLine("proc/cmdline") ?? "").Split(' ').Where(word => word.StartsWith(Key, StringComparison.Ordinal)))
        {
            yield return Ima($"the kernel was started with {word}: those rules hold until the IMA policy takes their place");
            if (word[Key.Length..].Split('|').Contains("secure_boot"))
                yield return Ima("with secure_boot the kernel takes only a signed policy, by its name", "evmctl ima_sign --key KEY /etc/ima/ima-policy");
        }
    }


    private static NextStep Auditd(string text, string? command = null) => new(RulesTarget.Auditd.Name, text, command);

    private static NextStep Ima(string text, string? command = null) => new(RulesTarget.Ima.Name, text, command);
}

/// <summary>What is left to do before installed rules hold.</summary>
/// <param name="Target">Of which file, see <see cref="RulesTarget.Name"/>.</param>
/// <param name="Text">What and why, in one line.</param>
/// <param name="Command">The command that does it; null where there is none.</param>
public sealed record NextStep(string Target, string Text, string? Command = null);
