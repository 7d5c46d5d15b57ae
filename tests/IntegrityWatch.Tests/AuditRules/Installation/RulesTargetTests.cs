using IntegrityWatch.AuditRules.Installation;

namespace IntegrityWatch.Tests.AuditRules.Installation;

public class RulesTargetTests
{
    /// <summary>The kernel takes a policy that is written to it in one write, of less than a page (ima_fs.c).</summary>
    [Fact]
    public void The_policy_can_be_written_to_the_kernel_by_cat() => Assert.InRange(RulesTarget.Ima.Content.Length, 1, 4095);

    [Fact]
    public void What_ships_is_recognised() => Assert.All(RulesTarget.All, target => Assert.True(target.IsOurs(target.Content)));

    [Fact]
    public void An_earlier_version_is_recognised_by_its_first_words() =>
        Assert.True(RulesTarget.Auditd.IsOurs("# Audit rules for IntegrityWatch: as they were\n-w /x\n"u8));

    [Fact]
    public void Another_files_are_not() => Assert.All(RulesTarget.All, target =>
        Assert.False(target.IsOurs("# my own\n"u8) || target.IsOurs([]) || target.IsOurs(RulesTarget.All.Single(other => other != target).Content)));
}
