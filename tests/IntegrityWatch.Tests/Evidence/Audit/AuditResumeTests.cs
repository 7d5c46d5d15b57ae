using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditResumeTests : IDisposable
{
    private const string T1 = "1700000000.100:41";
    private const string T2 = "1700000000.200:42";
    private const string T3 = "1700000000.300:43";
    private const string RotatedPast = "the audit log was rotated past the place where it was read to before: records are missing";
    private const string Replaced = "the audit log was emptied or replaced since it was read";

    /// <summary>The time of T1.</summary>
    private static readonly DateTimeOffset Written = DateTimeOffset.FromUnixTimeMilliseconds(1700000000100);

    private readonly LogFolder log = new();

    public void Dispose() => log.Dispose();

    [Theory]
    [InlineData("rotation/after")]
    [InlineData("ordinary/after")]
    [InlineData("rocke/after")]
    [InlineData("violation/after")]
    [InlineData("second-boot/second")]
    public void Any_pieces_of_a_real_log_add_up_to_the_whole(string capture)
    {
        var whole = AuditCapture.Bytes(capture);
        Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, 5]).Array[0, 12].Sample(cuts => AssertAddUp(whole, cuts), iter: 40);
    }

    [Fact]
    public void A_real_log_read_in_pieces_smaller_than_a_line_adds_up_to_the_whole()
    {
        var whole = AuditCapture.Bytes("rotation/after");
        for (var i = 0; i < whole.Length; i += 99)
        {
            log.Append(whole.AsSpan(i, Math.Min(99, whole.Length - i)));
            log.Read();
        }

        log.AssertReadsAddUp();
        Assert.Contains(log.Events, told => told.IsToldAgain);
    }

    /// <summary>Records after the last one of their event are left out: no kernel writes them, and only the pieces count them.</summary>
    [Fact]
    public void Any_pieces_of_a_hostile_log_add_up_to_the_whole()
    {
        string[] lines =
        [
            .. SomeLog.Exec(T1, key: "\"k\"")[..5], .. SomeLog.Exec(T2, "\"/tmp/b\"", pid: 301, key: "\"k\"")[..5], SomeLog.Rule(T1, "\"/lib/x.so\""),
            SomeLog.Syscall(T3, key: "\"k\""), SomeLog.Rule("1700000100.000:44"), SomeLog.Rule("1600000000.000:45", "2F"),
            "node=b " + SomeLog.Rule(T1), "garbage", "", new string('x', 70_000), "audit: audit_lost=7 audit_rate_limit=0",
            "audit: audit_lost=9 audit_rate_limit=0", $"type=INTEGRITY_RULE msg=audit({T3}): file=\"/a\" pid=1",
            $"type=CONFIG_CHANGE msg=audit({T3}): op=set lost=0 old=12 auid=0 res=1", SomeLog.Cwd("1700000050.000:60"),
            SomeLog.Cwd("1700000170.000:50"), SomeLog.Cwd("1700000300.000:70"), SomeLog.Cwd("1700000400.000:90"),
            "type=DAEMON_START msg=audit(1700000000.110:6890): op=start res=success",
        ];
        Gen.Select(Gen.Int[0, lines.Length - 1].Array[1, 40], Gen.Select(Gen.Int[0, 20_000], Gen.Int[0, 5]).Array[0, 8]).Sample((picked, cuts) =>
            AssertAddUp(SomeLog.Bytes([SomeLog.Cwd(T1), .. picked.Select(i => lines[i])]), cuts, isReal: false), iter: 150);
    }

    [Fact]
    public async Task A_log_that_grows_and_rotates_while_it_is_read_adds_up_to_the_whole()
    {
        const int Parts = 8;
        var whole = AuditCapture.Bytes("rocke/after");
        var reads = 0;
        var auditd = Task.Run(() =>
        {
            for (var written = 0; written < whole.Length;)
            {
                // However fast the one is and slow the other, each part is being read while the next is written.
                SpinWait.SpinUntil(() => Volatile.Read(ref reads) >= (long)written * Parts / whole.Length);
                var length = whole.AsSpan(written).IndexOf((byte)'\n') + 1;
                log.Append(whole.AsSpan(written, length));
                written += length;
                if (written % 40 == 0)
                    log.Rotate();
            }
        });
        for (; !auditd.IsCompleted; Interlocked.Increment(ref reads))
            log.Read();
        await auditd;
        log.Read();

        Assert.InRange(reads, Parts - 1, int.MaxValue);
        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_read_with_nothing_new_tells_and_counts_nothing()
    {
        log.Append([.. SomeLog.Exec(T1, key: "\"k\""), SomeLog.Rule(T2)]);
        log.Read();

        for (var i = 0; i < 3; i++)
        {
            var (events, read) = log.Read();
            Assert.Empty(events);
            Assert.Equal((0, 0, 0, 0), (read.Records, read.IntegrityRules, read.KeyedEvents, read.Events));
            Assert.True(read.Resumed);
            Assert.Null(read.Gap);
            Assert.Null(read.FirstTime);
            Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000200), read.LastTime);
        }
    }

    [Fact]
    public void An_event_that_is_still_being_written_is_left_for_the_next_read_and_told_once_and_whole()
    {
        var exec = SomeLog.Exec(T1, key: "\"k\"");
        log.Append(exec[0]);
        log.Append(exec[1]);

        var (first, begun) = log.Read(Written.AddSeconds(1));
        log.Append(exec[2..]);
        var (second, read) = log.Read(Written.AddMinutes(10));

        Assert.Empty(first);
        Assert.Equal((0, 0, 0), (begun.IntegrityRules, begun.KeyedEvents, begun.Events));
        var told = Assert.Single(second);
        Assert.False(told.IsToldAgain);
        Assert.Equal(("/tmp/java", "java -c"), (told.Process.Exe?.ToString(), told.Proctitle));
        Assert.Equal((1, 1, 1), (read.IntegrityRules, read.KeyedEvents, read.Events));
        log.AssertReadsAddUp();
    }

    [Fact]
    public void An_event_that_nothing_more_comes_of_is_told_by_the_next_read()
    {
        log.Append(SomeLog.Syscall(T1, key: "\"k\""));

        Assert.Empty(log.Read(Written.AddSeconds(1)).Events);

        Assert.Single(log.Read(Written.AddMinutes(1)).Events);
        Assert.Empty(log.Read(Written.AddMinutes(2)).Events);
    }

    [Fact]
    public void What_is_older_than_its_records_can_be_late_is_told_at_once()
    {
        log.Append(SomeLog.Syscall(T1, key: "\"k\""));

        Assert.Single(log.Read(Written.AddSeconds(6)).Events);
    }

    [Fact]
    public void The_first_read_has_no_gap()
    {
        log.Append(SomeLog.Rule(T1));

        var (_, read) = log.Read();

        Assert.False(read.Resumed);
        Assert.Null(read.Gap);
    }

    [Fact]
    public void An_event_with_two_rules_that_is_cut_between_them_is_told_again_whole_and_counts_only_the_new_one()
    {
        var exec = SomeLog.Exec(T1, key: "\"k\"");
        log.Append(exec[0]);
        var (first, _) = log.Read();
        log.Append([SomeLog.Rule(T1, "\"/usr/bin/perl\""), .. exec[1..]]);
        var (second, read) = log.Read();

        Assert.Equal("/usr/bin/bash", Assert.Single(first).Process.Exe?.ToString());
        var told = Assert.Single(second);
        Assert.True(told.IsToldAgain);
        Assert.Equal(["/tmp/java", "/usr/bin/perl"], told.FileUses.Select(use => use.Path.ToString()));
        Assert.Equal("/tmp/java", told.Process.Exe?.ToString());
        Assert.Equal("java -c", told.Proctitle);
        Assert.Equal((1, 1, 0), (read.IntegrityRules, read.KeyedEvents, read.Events));
        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_keyed_event_that_is_told_again_counts_once()
    {
        log.Append(SomeLog.Syscall(T1, key: "\"k\""));
        log.Read();
        log.Append(SomeLog.Cwd(T1), SomeLog.Proctitle(T1));

        var (events, read) = log.Read();

        Assert.Equal("java -c", Assert.Single(events).Proctitle);
        Assert.Equal((2, 0, 0), (read.Records, read.KeyedEvents, read.Events));
    }

    [Fact]
    public void An_event_that_was_told_in_two_reads_is_told_a_third_time_whole()
    {
        var exec = SomeLog.Exec(T1);
        foreach (var line in exec)
        {
            log.Append(line);
            log.Read();
        }

        Assert.Equal(exec.Length, log.Events.Count);
        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_told_event_keeps_its_parent_when_it_is_told_again()
    {
        var exec = SomeLog.Exec(T2);
        log.Append(SomeLog.Syscall(T1, pid: 200, exe: "\"/usr/sbin/nginx\""), exec[0]);
        log.Read();
        log.Append(exec[1..]);

        Assert.Equal("/usr/sbin/nginx", Assert.Single(log.Read().Events).Process.ParentExe?.ToString());
    }

    [Fact]
    public void Events_that_interleave_across_a_rotation_are_whole()
    {
        var (a, b) = (SomeLog.Exec(T1), SomeLog.Exec(T2, "\"/tmp/b\"", pid: 301));
        log.Append(a[0], b[0], a[1]);
        log.Read();
        log.Append(b[1], a[2]);
        log.Rotate();
        log.Append([.. b[2..], .. a[3..]]);
        log.Read();

        Assert.All(log.Events.TakeLast(2), told => Assert.Equal("java -c", told.Proctitle));
        log.AssertReadsAddUp();
    }

    [Fact]
    public void What_waits_longer_than_two_seconds_of_log_time_is_not_told_again()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        log.Append(SomeLog.Cwd("1700000010.000:50"));
        Assert.Empty(log.Read().Events);
        Assert.Empty(log.Position!.OpenEvents);
    }

    [Fact]
    public void Open_events_wait_in_their_order()
    {
        log.Append(SomeLog.Rule("1700000000.000:41"), SomeLog.Rule("1700000001.500:42"));
        log.Read();
        log.Append(SomeLog.Cwd("1700000002.100:50"));
        log.Read();

        var open = Assert.Single(log.Position!.OpenEvents);
        Assert.Contains("1700000001.500:42", Encoding.ASCII.GetString(open.Records), StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_last_line_is_read_when_it_is_complete()
    {
        var bytes = SomeLog.Bytes(SomeLog.Rule(T1), SomeLog.Rule(T2));
        log.Append(bytes.AsSpan(..^50));
        Assert.Single(log.Read().Events);
        Assert.Empty(log.Read().Events);
        log.Append(bytes.AsSpan(^50..));

        Assert.Equal(T2.Split(':')[1], Assert.Single(log.Read().Events).Stamp.Serial.ToString());
        log.AssertReadsAddUp();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(60)]
    public void A_new_log_after_a_rotation_can_begin_with_an_incomplete_line(int length)
    {
        var next = SomeLog.Bytes(SomeLog.Rule(T2));
        log.Append(SomeLog.Rule(T1));
        log.Rotate();
        log.Append(next.AsSpan(..length));
        log.Read();
        log.Append(next.AsSpan(length..));
        log.Read();

        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_line_that_stayed_cut_short_in_a_rotated_log_is_told_once()
    {
        log.Append(SomeLog.Bytes(SomeLog.Rule(T1), SomeLog.Rule(T2)).AsSpan(..(SomeLog.Rule(T1).Length + 20)));
        log.Read();
        log.Rotate();
        log.Append(SomeLog.Bytes(SomeLog.Rule(T3)).AsSpan(..10));
        log.Read();
        log.Read();
        log.Append(SomeLog.Bytes(SomeLog.Rule(T3)).AsSpan(10..));
        log.Read();

        Assert.Equal(1, log.Sum.Malformed);
        log.AssertReadsAddUp();
    }

    [Fact]
    public void The_last_record_of_a_log_that_rotated_before_its_newline_came_is_read_once()
    {
        log.Append(SomeLog.Bytes(SomeLog.Rule(T1), SomeLog.Rule(T2)).AsSpan(..^1));
        Assert.Equal(41u, Assert.Single(log.Read().Events).Stamp.Serial);
        log.Rotate();
        log.Append(SomeLog.Rule(T3));

        Assert.Equal([T2, T3], log.Read().Events.Select(told => $"{told.Stamp.Milliseconds / 1000}.{told.Stamp.Milliseconds % 1000:D3}:{told.Stamp.Serial}"));
        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_problem_tells_its_line_from_the_start_of_the_file()
    {
        log.Append(SomeLog.Rule(T1), SomeLog.Rule(T2));
        log.Read();
        log.Append(SomeLog.Cwd(T2), "garbage");

        Assert.StartsWith("no audit record in line 4: ", Assert.Single(log.Read().Statistics.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_after_a_line_too_long_to_be_held_is_read_on_from_its_place()
    {
        log.Append(SomeLog.Rule(T1), new string('x', 3_000_000), SomeLog.Rule(T2));
        log.Read();
        log.Append(SomeLog.Rule(T3));

        Assert.Equal(43u, Assert.Single(log.Read().Events).Stamp.Serial);
        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_log_of_one_incomplete_record_that_rotated_is_known_again()
    {
        log.Append(SomeLog.Bytes(SomeLog.Rule(T1)).AsSpan(..20));
        log.Rotate();
        log.Append("t"u8);
        log.Read();
        log.Append("ype"u8);

        Assert.True(log.Read().Statistics.Resumed);
        Assert.Equal(1, log.Sum.Malformed);
    }

    [Fact]
    public void Damaged_lines_alone_are_no_reason_to_take_a_known_log_for_another_file()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        log.Append("garbage");

        Assert.Equal(1, log.Read().Statistics.MalformedLines);
    }

    [Fact]
    public void Many_rotations_between_two_reads_lose_nothing_that_is_still_there()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        for (var serial = 50; serial < 58; serial++)
        {
            log.Append(SomeLog.Rule($"1700000001.000:{serial}"));
            log.Rotate();
        }

        var (events, read) = log.Read();

        Assert.True(read.Resumed);
        Assert.Equal(8, events.Count);
        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_log_that_rotated_past_the_place_is_read_from_its_oldest_record_and_told()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        foreach (var stamp in (string[])[T2, T3, "1700000000.400:44"])
        {
            log.Append(SomeLog.Rule(stamp));
            log.Rotate(mostFiles: 3);
        }
        log.Append(SomeLog.Rule("1700000000.500:45"));

        var (events, read) = log.Read();

        Assert.Equal([43u, 44u, 45u], events.Select(told => told.Stamp.Serial));
        Assert.False(read.Resumed);
        Assert.Equal(RotatedPast, read.Gap);
        Assert.Null(log.Read().Statistics.Gap);
    }

    [Fact]
    public void A_log_that_was_emptied_and_grew_again_is_told()
    {
        log.Append(SomeLog.Rule(T1), SomeLog.Rule(T2));
        log.Read();
        File.WriteAllBytes(log.Log, SomeLog.Bytes(SomeLog.Rule(T3)));

        var (events, read) = log.Read();

        Assert.Equal(43u, Assert.Single(events).Stamp.Serial);
        Assert.Equal((false, Replaced, 1), (read.Resumed, read.Gap, read.IntegrityRules));
        Assert.True(log.Read().Statistics.Resumed);
    }

    [Fact]
    public void A_log_that_is_gone_or_empty_is_told_once()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        File.WriteAllBytes(log.Log, []);

        Assert.Equal(Replaced, log.Read().Statistics.Gap);
        Assert.Null(log.Read().Statistics.Gap);
    }

    [Fact]
    public void A_log_that_was_emptied_while_older_ones_stay_is_no_rotation()
    {
        log.Append(SomeLog.Rule(T1));
        log.Rotate();
        log.Append(SomeLog.Rule(T2));
        log.Read();
        File.WriteAllBytes(log.Log, SomeLog.Bytes(SomeLog.Rule(T3)));

        var (events, read) = log.Read();

        Assert.Equal(Replaced, read.Gap);
        Assert.Equal([41u, 43u], events.Select(told => told.Stamp.Serial));
    }

    [Fact]
    public void A_log_with_lines_taken_out_before_the_place_is_replaced()
    {
        log.Append([.. SomeLog.Exec(T1), .. SomeLog.Exec(T2)]);
        log.Read();
        File.WriteAllBytes(log.Log, SomeLog.Bytes([.. SomeLog.Exec(T1), SomeLog.Rule(T3), .. SomeLog.Exec(T3)]));

        Assert.Equal(Replaced, log.Read().Statistics.Gap);
    }

    [Fact]
    public void A_log_whose_beginning_was_written_over_is_replaced()
    {
        log.Append([.. SomeLog.Exec(T1), .. SomeLog.Exec(T2)]);
        log.Read();
        File.WriteAllBytes(log.Log, SomeLog.Bytes([.. SomeLog.Exec(T3), .. SomeLog.Exec(T2)]));

        Assert.Equal(Replaced, log.Read().Statistics.Gap);
    }

    [Fact]
    public void Another_log_in_the_same_inode_is_not_taken_for_the_old_one()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        var before = log.Position!;
        log.Rotate(mostFiles: 1);
        File.WriteAllBytes(log.Log, SomeLog.Bytes(SomeLog.Rule(T2), SomeLog.Rule(T3)));
        log.Read();
        log.Position = before with { Device = log.Position!.Device, Inode = log.Position.Inode };

        var (events, read) = log.Read();

        Assert.Equal((2, false), (events.Count, read.Resumed));
    }

    [Fact]
    public void The_inode_is_known()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        var first = log.Position!;
        log.Append(SomeLog.Rule(T2));
        log.Rotate();
        log.Append(SomeLog.Rule(T3));
        log.Read();

        Assert.NotEqual(0u, first.Inode);
        Assert.NotEqual(first.Inode, log.Position!.Inode);
        Assert.Equal(first.Device, log.Position.Device);
    }

    [Fact]
    public void A_copied_tree_is_read_on()
    {
        var exec = SomeLog.Exec(T1);
        log.Append(exec[..2]);
        log.Read();
        log.Copy();
        log.Append(exec[2..]);
        log.Rotate();
        log.Copy();
        log.Append(SomeLog.Exec(T2, "\"/tmp/b\""));

        var (_, read) = log.Read();

        Assert.True(read.Resumed);
        log.AssertReadsAddUp();
    }

    [Fact]
    public void A_log_that_was_copied_away_and_emptied_is_read_on_in_the_copy()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        log.Append(SomeLog.Rule(T2));
        File.Copy(log.Log, log.Log + ".1");
        File.WriteAllBytes(log.Log, SomeLog.Bytes(SomeLog.Rule(T3)));

        var (events, read) = log.Read();

        Assert.True(read.Resumed);
        Assert.Equal([42u, 43u], events.Select(told => told.Stamp.Serial));
    }

    [Fact]
    public void Of_two_copies_the_file_itself_is_read_on()
    {
        log.Append(SomeLog.Rule(T1));
        log.Read();
        log.Rotate();
        log.Append(SomeLog.Rule(T2));
        var copy = Path.Combine(log.Folder, "copy");
        File.Copy(log.Log + ".1", copy);

        using var files = AuditLogFiles.Named([log.Log + ".1", log.Log, copy]);

        Assert.Equal(42u, new AuditLogReader().Read(files, log.Position).First().Stamp.Serial);
    }

    [Fact]
    public void The_position_stays_small_however_many_events_are_open()
    {
        for (var serial = 0; serial < 3000; serial++)
            log.Append(SomeLog.Rule($"1700000000.000:{serial}", SomeLog.Untrusted(Encoding.ASCII.GetBytes("/" + new string(' ', 2000)))));
        log.Read();

        Assert.InRange(log.Position!.OpenEvents.Sum(told => told.Records.Length), 200_000, 256 * 1024);
        log.Append(SomeLog.Syscall("1700000000.000:2999"));
        Assert.Single(Assert.Single(log.Read().Events).FileUses);
        log.Append(SomeLog.Syscall("1700000000.000:1"));
        Assert.Empty(log.Read().Events);
        Assert.Equal(3000, log.Sum.Rules);
    }

    [Fact]
    public void A_pipe_has_no_position()
    {
        using var files = new AuditLogFiles([new AuditLogFile("pipe", new PipeStream(SomeLog.Bytes(SomeLog.Rule(T1))))]);
        var reader = new AuditLogReader();

        Assert.Single(reader.Read(files));
        Assert.Null(reader.Position);
    }

    /// <summary>
    /// At each cut in turn the log is appended up to there, and by the number read, rotated (with the line that is being written),
    /// read and rotated, rotated and read, copied and read, or just left to grow.
    /// </summary>
    private static void AssertAddUp(byte[] whole, (int At, int What)[] cuts, bool isReal = true)
    {
        using var log = new LogFolder();
        var (written, rotations) = (0, 0);
        foreach (var (at, what) in cuts.Select(cut => (cut.Item1 % (whole.Length + 1), cut.Item2)).Order())
        {
            AppendTo(at);
            if (what is 0 or 2) log.Read();
            if (what is 1 or 2 or 3) Rotate();
            if (what is 4) log.Copy();
            if (what is 3 or 4) log.Read();
        }
        AppendTo(whole.Length);
        log.Read();
        log.Read();
        log.AssertReadsAddUp();

        void AppendTo(int end)
        {
            if (end > written)
                log.Append(whole.AsSpan(written..end));
            written = Math.Max(end, written);
        }

        void Rotate()
        {
            if (written > 0 && whole[written - 1] != '\n')
                AppendTo(written + whole.AsSpan(written).IndexOf((byte)'\n') + 1);
            log.Rotate();
            // A file of garbage alone is no audit log.
            if (!isReal)
                log.Append($"type=DAEMON_ROTATE msg=audit(1700000000.110:{++rotations}): op=rotate-logs auid=0 uid=0 res=success");
        }
    }
}
