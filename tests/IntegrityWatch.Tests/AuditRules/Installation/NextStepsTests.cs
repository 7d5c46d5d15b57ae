using IntegrityWatch.AuditRules.Installation;

namespace IntegrityWatch.Tests.AuditRules.Installation;

/// <summary>Of a host that does not run: what it will do when it does.</summary>
public sealed class NextStepsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_host_with_auditd_and_systemd_needs_a_boot()
    {
        folder.Write("usr/lib/systemd/systemd", "");
        Directory.CreateDirectory(folder["etc/audit/rules.d"]);

        Assert.Equal([("auditd", "boot"), ("ima", "boot")], Steps().Select(step => (step.Target, step.Text.Contains("next boot") ? "boot" : "other")));
    }

    [Fact]
    public void A_host_without_auditd_needs_it() =>
        Assert.Contains(Steps(), step => step.Target == "auditd" && step.Command == "apt install auditd, or dnf install audit");

    [Fact]
    public void A_host_without_systemd_needs_a_script() =>
        Assert.Contains(Steps(), step => step.Text.Contains("there is no systemd") && step.Command == "cat /etc/ima/ima-policy > /sys/kernel/security/ima/policy");

    [Theory]
    [InlineData("quiet ima_policy=tcb audit=1", 1)]
    [InlineData("ima_policy=tcb|secure_boot", 2)]
    [InlineData("ima_policy=tcb ima_policy=critical_data", 2)]
    [InlineData("quiet no_ima_policy=tcb", 0)]
    public void What_the_kernel_was_started_with_is_told(string commandLine, int steps)
    {
        folder.Write("proc/cmdline", commandLine + "\n");

        Assert.Equal(steps, Steps().Count(step => step.Text.Contains("ima_policy=") || step.Text.Contains("secure_boot")));
    }

    private IReadOnlyList<NextStep> Steps()
    {
        using var root = new EvidenceRoot(folder.Path);
        return NextSteps.Of(root, RulesTarget.All.Select(target => PlannedFile.Of(root, target)));
    }
}
