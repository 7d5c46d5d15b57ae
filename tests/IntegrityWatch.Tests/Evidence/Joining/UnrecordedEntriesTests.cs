using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Hosts;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>Which files the list tells of and the log should, and from which entry on the log tells at all.</summary>
public sealed class UnrecordedEntriesTests : IDisposable
{
    private readonly LookedAtHost looked = new();

    private SimulatedHost Host => looked.Host;

    public void Dispose() => looked.Dispose();

    [Fact]
    public void What_is_used_while_auditd_is_silent_lacks_its_record_and_does_so_still_at_the_next_look()
    {
        looked.Look();
        Host.RunAuditd(false);
        Use("/opt/a", "/opt/b");

        Assert.Equal([("/opt/a", false), ("/opt/b", false)], Unrecorded());
        Use("/opt/c");
        Assert.Equal([("/opt/a", true), ("/opt/b", true), ("/opt/c", false)], Unrecorded());
    }

    [Fact]
    public void What_has_its_record_lacks_none() => Assert.Empty(Unrecorded());

    [Fact]
    public void What_the_initramfs_used_before_there_was_an_auditd_lacks_none()
    {
        Host.Boot(("/usr/bin/early", Contents.Program("early")));
        Host.UseAll();

        Assert.Empty(Unrecorded());
    }

    [Fact]
    public void A_record_that_comes_later_settles_it()
    {
        looked.Look();
        Host.Log.IsDelayed = true;
        Use("/opt/a");
        Assert.Equal([("/opt/a", false)], Unrecorded());

        Host.Log.IsDelayed = false;

        Assert.Empty(Unrecorded());
    }

    [Fact]
    public void A_new_boot_begins_anew()
    {
        looked.Look();
        Host.RunAuditd(false);
        Use("/opt/a");
        Assert.Single(Unrecorded());

        Host.Boot();
        Host.UseAll();

        Assert.Empty(Unrecorded());
    }

    [Theory]
    [InlineData("audit BPRM_CHECK", "/opt/a")]
    [InlineData("audit MMAP_CHECK", "/opt/libx.so")]
    [InlineData("audit MODULE_CHECK", "/opt/x.ko")]
    [InlineData("measure BPRM_CHECK")]
    [InlineData("dont_audit BPRM_CHECK")]
    public void Where_the_kernel_shows_its_policy_that_says_of_which_sorts_records_are_due(string rule, params string[] due)
    {
        Host.Policy = ["measure BPRM_CHECK", "measure MMAP_CHECK", "measure MODULE_CHECK", rule];
        Host.ShowsPolicy = true;
        looked.Look();
        Host.RunAuditd(false);
        Use("/opt/a");
        Host.Disk.Replace("/opt/libx.so", Contents.Program("library"));
        Host.Map("/opt/libx.so");
        Host.Disk.Replace("/opt/x.ko", Contents.Program("module"));
        Host.Load("/opt/x.ko");

        Assert.Equal(due, Unrecorded().Select(use => use.Path));
    }

    [Fact]
    public void Where_reading_is_measured_too_nothing_can_be_said()
    {
        Host.Policy = ["audit BPRM_CHECK", "measure FILE_CHECK"];
        Host.ShowsPolicy = true;
        looked.Look();
        Host.RunAuditd(false);
        Use("/opt/a");

        Assert.Empty(Unrecorded());
    }

    [Fact]
    public void A_sort_of_which_neither_a_record_nor_a_rule_was_seen_in_this_boot_is_not_known_to_be_audited()
    {
        Host.Policy = [];
        Host.Boot();
        Host.Run("/usr/bin/bash");
        looked.Look();
        Host.RunAuditd(false);
        Use("/opt/a");
        Host.Map("/usr/lib/x86_64-linux-gnu/libc.so.6");

        Assert.Equal([("/opt/a", false)], Unrecorded());
    }

    [Fact]
    public void A_sort_is_known_to_be_audited_by_the_rule_that_the_log_saw_loaded()
    {
        Host.Policy = ["audit BPRM_CHECK", "audit MMAP_CHECK"];
        Host.Boot();
        Host.Run("/usr/bin/bash");
        looked.Look();
        Host.RunAuditd(false);
        Host.Map("/usr/lib/x86_64-linux-gnu/libc.so.6");

        Assert.Equal([("/usr/lib/x86_64-linux-gnu/libc.so.6", false)], Unrecorded());
    }

    [Fact]
    public void The_log_tells_from_the_first_entry_on_that_has_a_record()
    {
        Host.Boot(("/usr/bin/early", Contents.Program("early")), ("/usr/bin/earlier", Contents.Program("earlier")));
        Host.UseAll();
        var first = looked.Look().List!.Memory.FirstAudited;
        Assert.Equal(4, first);

        Use("/opt/a");

        Assert.Equal(first, looked.Look().List!.Memory.FirstAudited);
    }

    [Fact]
    public void A_record_that_comes_a_look_later_than_its_entry_counts_by_its_entry()
    {
        looked.Look();
        Host.Boot();
        Host.Save();
        Host.Log.IsDelayed = true;
        Use("/opt/a", "/opt/b");
        Assert.Null(looked.Look().List!.Memory.FirstAudited);

        Host.Log.IsDelayed = false;
        Use("/opt/c");

        Assert.Equal(2, looked.Look().List!.Memory.FirstAudited);
        Assert.Equal(2, looked.Look().List!.Memory.FirstAudited);
    }

    private void Use(params string[] paths)
    {
        foreach (var path in paths)
        {
            Host.Disk.Replace(path, Contents.Program(path));
            Host.Run(path);
        }
    }

    private IEnumerable<(string Path, bool IsStill)> Unrecorded() => looked.Look().Audit!.Unrecorded.Select(use => (use.Path.ToString(), use.IsStill));
}
