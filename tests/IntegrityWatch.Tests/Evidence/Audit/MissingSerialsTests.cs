using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class MissingSerialsTests
{
    private const string DaemonStart = "type=DAEMON_START msg=audit(1700000000.000:6890): op=start ver=3.0.9 format=raw res=success";

    [Theory]
    [InlineData("ordinary/before")]
    [InlineData("ordinary/after")]
    [InlineData("rocke/before")]
    [InlineData("rocke/after")]
    [InlineData("names/after")]
    [InlineData("patch-day/trojan")]
    [InlineData("violation/after")]
    [InlineData("second-boot/second")]
    [InlineData("rotation/after")]
    public void A_real_log_misses_none_though_rules_hide_records_auditd_stops_and_the_host_boots_again(string capture)
    {
        var log = Encoding.Latin1.GetString(AuditCapture.Bytes(capture));
        var last = log.TrimEnd('\n').Split('\n')[^1];

        Assert.Equal(0, Count(log + Late(uint.Parse(SerialOf(last)))));
    }

    [Fact]
    public void An_event_that_was_taken_out_of_a_real_log_is_missing()
    {
        var lines = Encoding.Latin1.GetString(AuditCapture.Bytes("rocke/after")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var serials = lines.Where(line => !line.StartsWith("type=DAEMON_", StringComparison.Ordinal)).Select(SerialOf).Distinct().ToList();

        Gen.Int[1, serials.Count - 2].Array[0, 5].Sample(taken =>
        {
            var gone = taken.Select(i => serials[i]).ToHashSet();
            var left = lines.Where(line => line.StartsWith("type=DAEMON_", StringComparison.Ordinal) || !gone.Contains(SerialOf(line)));
            Assert.Equal(gone.Count, Count(string.Join('\n', left) + "\n" + Late(serials.Max(uint.Parse) + 1)));
        }, iter: 100);
    }

    [Fact]
    public void A_record_that_comes_late_is_not_missing() =>
        Assert.Equal(0, Count(Lines(At(10, 10), At(10, 15), At(11, 12), At(12, 11), At(13, 14), At(69, 13), At(200, 16))));

    [Theory]
    [InlineData(11u, 3)]
    [InlineData(12u, 3)]
    [InlineData(14u, 3)]
    [InlineData(10u, 4)]
    [InlineData(15u, 4)]
    public void A_record_that_comes_late_leaves_what_is_missing_before_and_after_it(uint late, int missing) =>
        Assert.Equal(missing, Count(Lines(At(10, 10), At(10, 15), At(11, late), At(200, 16))));

    [Fact]
    public void A_record_that_comes_after_a_minute_is_too_late() =>
        Assert.Equal(1, Count(Lines(At(10, 10), At(10, 12), At(71, 13), At(72, 11))));

    [Fact]
    public void What_is_missing_is_not_counted_before_a_minute_has_passed() =>
        Assert.Equal(0, Count(Lines(At(10, 10), At(10, 500), At(70, 501))));

    [Fact]
    public void A_clock_that_was_set_back_stops_no_time() =>
        Assert.Equal(1, Count(Lines(At(10_000, 10), At(10, 12), At(40, 13), At(80, 14))));

    [Fact]
    public void A_gap_is_as_old_for_the_next_read_as_it_was_for_this_one()
    {
        var missing = new MissingSerials();
        Take(missing, At(10_000, 10));
        Take(missing, At(10, 12));
        Take(missing, At(40, 13));

        var next = new MissingSerials(13, missing.OpenAt(Clock), Clock, lastStamp: Clock - 9_960_000);
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes(At(69, 14)), out var young));
        next.Take(young);
        Assert.Equal(0, next.Count);
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes(At(71, 15)), out var old));
        next.Take(old);
        Assert.Equal(1, next.Count);
    }

    [Fact]
    public void Every_serial_of_a_gap_counts() =>
        Assert.Equal(489, Count(Lines(At(10, 10), At(10, 500), At(71, 501))));

    [Fact]
    public void Auditds_own_serials_are_none_of_the_kernels() =>
        Assert.Equal(0, Count(Lines(
            At(10, 10), "type=DAEMON_ROTATE msg=audit(1700000010.000:6891): op=rotate-logs res=success", At(10, 11), At(200, 12))));

    [Fact]
    public void What_is_missing_before_a_start_of_auditd_and_where_it_starts_anew_is_missing() =>
        Assert.Equal(9 + 9, Count(Lines(At(10, 10), At(10, 20), DaemonStart, At(11, 30), At(200, 31))));

    [Fact]
    public void What_auditds_own_end_and_start_take_is_not_missing_and_one_more_is()
    {
        const string End = "type=DAEMON_END msg=audit(1700000000.000:6889): op=terminate auid=0 res=success";
        Assert.Equal(0, Count(Lines(At(10, 10), End, DaemonStart, At(11, 13), At(200, 14))));
        Assert.Equal(3, Count(Lines(At(10, 10), End, DaemonStart, At(11, 14), At(200, 15))));
        Assert.Equal(2, Count(Lines(At(10, 10), DaemonStart, At(11, 13), At(200, 14))));
    }

    [Fact]
    public void What_the_kernel_handed_to_no_auditd_before_its_first_start_is_not_counted() =>
        Assert.Equal(0, Count(Lines(DaemonStart, At(11, 30), At(12, 31), At(200, 32))));

    [Fact]
    public void What_is_missing_of_a_boot_that_is_over_is_missing_however_soon_the_next_began() =>
        Assert.Equal(4, Count(Lines(At(10, 10), At(10, 15), DaemonStart, At(11, 2), At(11, 12))));

    [Fact]
    public void A_late_record_closes_a_gap_though_auditd_started_anew_meanwhile() =>
        Assert.Equal(0, Count(Lines(At(10, 10), At(10, 12), DaemonStart, At(11, 13), At(12, 11), At(200, 14))));

    [Fact]
    public void A_new_boot_begins_anew() =>
        Assert.Equal(1, Count(Lines(At(10, 5000), DaemonStart, At(20, 2), At(20, 3), At(20, 5), At(200, 6))));

    [Fact]
    public void Hosts_that_share_a_log_are_not_confused() =>
        Assert.Equal(0, Count(Lines("node=a " + At(10, 10), "node=b " + At(10, 5000), "node=a " + At(200, 11))));

    [Fact]
    public void However_many_gaps_there_are_only_some_are_held()
    {
        var missing = new MissingSerials();
        for (var serial = 1; serial < 10_000; serial += 2)
            Take(missing, At(10, serial));

        Assert.InRange(missing.OpenAt(0).Count, 1, 300);
        Take(missing, At(200, 10_001));
        Assert.Equal(4999, missing.Count);
    }

    private static void Take(MissingSerials missing, string line)
    {
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out var record));
        missing.Take(record);
    }

    private const long Clock = (1_700_000_000L + 10_000) * 1000;

    private static string At(int second, long serial) => $"type=SYSCALL msg=audit({1_700_000_000 + second}.000:{serial}): a=b";

    /// <summary>One more record, so late that whatever is missing before it is counted.</summary>
    private static string Late(long serial) =>
        $"type=SYSCALL msg=audit(1800000000.000:{serial}): a=b\n";

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));

    private static string SerialOf(string line) => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..line.IndexOf(')', StringComparison.Ordinal)];

    private static long Count(string log) => SomeLog.ReadBytes(Encoding.Latin1.GetBytes(log)).Statistics.MissingSerials;
}
