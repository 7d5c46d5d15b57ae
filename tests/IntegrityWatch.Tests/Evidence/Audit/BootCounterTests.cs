using System.Text;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class BootCounterTests
{
    private const string Start = "type=DAEMON_START msg=audit(1700000000.000:6890): op=start";
    private const string End = "type=DAEMON_END msg=audit(1700000000.000:6891): op=terminate";

    [Fact]
    public void A_boot_begins_at_a_start_of_auditd_under_which_the_numbers_fall() =>
        Assert.Equal([0, 0, 1, 1], BootsOf(Start, At(2), At(500), Start, At(3), At(4)));

    [Fact]
    public void A_start_of_auditd_under_which_the_numbers_go_on_is_of_the_same_boot() =>
        Assert.Equal([0, 0, 0, 0], BootsOf(Start, At(2), At(500), Start, At(501), At(502)));

    [Fact]
    public void The_clock_says_nothing_of_boots() =>
        Assert.Equal([0, 0, 0, 0], BootsOf(At(10, second: 900), At(11, second: -86400), At(12, second: 900_000_000), At(9, second: 900_000_001)));

    [Fact]
    public void A_boot_begins_at_its_first_record_of_it_and_the_start_of_auditd_before_it_is_of_the_same() =>
        Assert.Equal([0, 0, 1, 1, 1], BootsOf(Start, At(2), At(9), Start, At(3), Boot(4), At(5)));

    [Fact]
    public void A_second_system_boot_is_another_boots_though_the_numbers_go_on() =>
        Assert.Equal([0, 0, 1, 1], BootsOf(Boot(4), At(5), Boot(6), At(7)));

    [Fact]
    public void A_log_that_begins_within_a_boot_knows_the_next_by_its_system_boot() =>
        Assert.Equal([0, 1, 1], BootsOf(At(20), Boot(30), At(31)));

    [Fact]
    public void Under_another_boot_id_the_first_start_of_auditd_begins_the_boot_though_the_numbers_go_on()
    {
        var before = StateAfter(new BootCounter(BootState.None, "one"), Start, At(2), At(9));
        var counter = new BootCounter(before, "two");

        Assert.Equal([0, 1, 1], BootsOf(counter, At(10), Start, At(14), Start, At(15))[..3]);
        Assert.Equal(1, counter.Boot);
    }

    [Fact]
    public void That_start_can_be_read_later_than_the_boot_id()
    {
        var before = StateAfter(new BootCounter(BootState.None, "one"), Start, At(2), At(9));
        before = StateAfter(new BootCounter(before, "two"), At(10));

        Assert.Equal([1], BootsOf(new BootCounter(before, "two"), Start, At(14)));
    }

    [Fact]
    public void The_same_boot_id_changes_nothing()
    {
        var before = StateAfter(new BootCounter(BootState.None, "one"), Start, At(2), At(9));

        Assert.Equal([0], BootsOf(new BootCounter(before, "one"), Start, At(14)));
    }

    [Fact]
    public void A_log_that_auditd_did_not_write_begins_a_boot_where_the_numbers_fall_far()
    {
        Assert.Equal([0, 0, 1], BootsOf(At(5000), At(4800), At(3)));
        Assert.Equal([0, 0], BootsOf(At(200), At(3)));
        Assert.Equal([0, 0, 0], BootsOf(Start, At(5000), At(5001), At(3)));
    }

    [Fact]
    public void A_log_can_be_read_in_pieces()
    {
        string[] lines = [Start, At(2), At(9), End, Start, At(10), Start, At(3), Boot(4), At(5), End, Start, At(6)];
        for (var cut = 0; cut <= lines.Length; cut++)
        {
            var before = StateAfter(new BootCounter(BootState.None, "one"), lines[..cut]);
            Assert.Equal(StateAfter(new BootCounter(BootState.None, "one"), lines), StateAfter(new BootCounter(before, "one"), lines[cut..]));
        }
    }

    [Fact]
    public void The_first_record_after_an_orderly_restart_is_known_as_such()
    {
        var counter = new BootCounter(BootState.None, null);
        Take(counter, Start);
        Take(counter, At(2));
        Assert.False(counter.FollowsRestart);
        Take(counter, End);
        Take(counter, Start);
        Take(counter, At(5));
        Assert.True(counter.FollowsRestart);
        Take(counter, At(6));
        Assert.False(counter.FollowsRestart);
    }

    [Fact]
    public void A_restart_that_no_end_came_before_is_none_in_order_though_an_earlier_one_was()
    {
        var counter = new BootCounter(BootState.None, null);
        foreach (var line in new[] { Start, At(2), End, Start, At(5), At(6), Start })
            Take(counter, line);

        Take(counter, At(9));

        Assert.False(counter.FollowsRestart);
    }

    private static long[] BootsOf(params string[] lines) => BootsOf(new BootCounter(BootState.None, bootId: null), lines);

    /// <summary>Of each record that the kernel numbered.</summary>
    private static long[] BootsOf(BootCounter counter, params string[] lines) =>
        [.. lines.Where(line => { Take(counter, line); return !line.StartsWith("type=DAEMON", StringComparison.Ordinal); }).Select(_ => counter.Boot)];

    private static BootState StateAfter(BootCounter counter, params string[] lines)
    {
        foreach (var line in lines)
            Take(counter, line);
        return counter.State;
    }

    private static void Take(BootCounter counter, string line)
    {
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out var record));
        counter.Take(record);
    }

    private static string At(uint serial, long second = 0) => $"type=SYSCALL msg=audit({1_700_000_000 + second}.000:{serial}): a=b";

    private static string Boot(uint serial) => $"type=SYSTEM_BOOT msg=audit(1700000000.000:{serial}): pid=1";
}
