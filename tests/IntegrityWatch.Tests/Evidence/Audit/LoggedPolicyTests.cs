using System.Text;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>Which rules of IMA are in force, as a log tells of their loading.</summary>
public class LoggedPolicyTests
{
    private const string Programs = "action=measure func=BPRM_CHECK mask=MAY_EXEC res=1";
    private const string Libraries = "action=measure func=MMAP_CHECK mask=MAY_EXEC res=1";
    private const string Refused = "action=measure func=NO_SUCH_CHECK res=0";
    private const string Completed = "pid=1 uid=0 op=policy_update cause=completed comm=\"systemd\" res=1 errno=0";
    private const string Failed = "pid=1 uid=0 op=policy_update cause=failed comm=\"systemd\" res=0 errno=0";

    private LoggedPolicy policy = new(LoggedRules.None);

    [Fact]
    public void Rules_are_in_force_in_their_order_whether_or_not_the_end_of_their_loading_was_seen()
    {
        Load(Programs, Libraries);
        Assert.Equal([Programs, Libraries], policy.State.InForce);
        Status(Completed);
        Assert.Equal([Programs, Libraries], policy.State.InForce);
        Assert.Empty(policy.State.Offered);
    }

    [Fact]
    public void A_policy_of_which_one_rule_is_refused_leaves_the_one_before()
    {
        Load(Programs);
        Status(Completed);
        Load(Libraries, Refused);
        Assert.Equal([Programs], policy.State.InForce);
        Status(Failed);
        Assert.Equal([Programs], policy.State.InForce);
        Load(Libraries);
        Status(Completed);
        Assert.Equal([Programs, Libraries], policy.State.InForce);
    }

    [Fact]
    public void A_policy_that_was_not_taken_in_the_end_is_not_in_force()
    {
        Load(Libraries);
        Status(Failed);

        Assert.Empty(policy.State.InForce);
    }

    [Fact]
    public void Another_boot_begins_without_rules()
    {
        Load(Programs);
        Status(Completed);
        Load(Refused);
        policy.BeginBoot();
        Load(Libraries);

        Assert.Equal([Libraries], policy.State.InForce);
    }

    [Fact]
    public void A_read_goes_on_within_a_policy_where_the_one_before_ended()
    {
        Load(Programs);
        Status(Completed);
        Load(Libraries, Refused);
        policy = new LoggedPolicy(policy.State);

        Assert.Equal([Programs], policy.State.InForce);
        Status(Completed);
        Assert.Equal([Programs, Libraries, Refused], policy.State.InForce);
    }

    [Fact]
    public void Old_kernels_tell_of_rules_under_the_number_of_a_use()
    {
        Take("INTEGRITY_RULE", Programs);
        Take("INTEGRITY_RULE", "file=\"/usr/bin/ls\" hash=\"sha256:00\" ppid=1 pid=2");

        Assert.Equal([Programs], policy.State.InForce);
    }

    [Fact]
    public void Other_status_records_end_no_policy()
    {
        Load(Refused);
        Status("pid=1 uid=0 op=ima_setxattr cause=completed res=1");

        Assert.True(policy.State.IsRefused);
    }

    [Fact]
    public void More_rules_than_any_policy_has_are_not_kept()
    {
        for (var number = 0; number < 2000; number++)
            Load(Programs);
        Load($"action=measure func=BPRM_CHECK fsname={new string('x', 2000)} res=1");

        Assert.InRange(policy.State.InForce.Count(), 100, 1000);
        Assert.All(policy.State.InForce, rule => Assert.Equal(Programs, rule));
    }

    [Fact]
    public void States_are_the_same_where_each_part_is()
    {
        var state = new LoggedRules { Taken = ["a"], Offered = ["b"] };

        Assert.True(state.SaysTheSameAs(new LoggedRules { Taken = ["a"], Offered = ["b"] }));
        Assert.False(state.SaysTheSameAs(state with { Taken = ["c"] }));
        Assert.False(state.SaysTheSameAs(state with { Offered = [] }));
        Assert.False(state.SaysTheSameAs(state with { IsRefused = true }));
    }

    private void Load(params string[] rules)
    {
        foreach (var rule in rules)
            Take("INTEGRITY_POLICY_RULE", rule);
    }

    private void Status(string body) => Take("INTEGRITY_STATUS", body);

    private void Take(string type, string body)
    {
        Assert.True(AuditRecord.TryParse(Encoding.UTF8.GetBytes($"type={type} msg=audit(1795453706.788:19): {body}"), out var record));
        policy.Take(record);
    }
}
