using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditEventAssemblerTests
{
    private const string T1 = "1700000000.100:41";

    [Fact]
    public void Any_interleaving_of_events_gives_the_same_events() =>
        Gen.Int[0, 5].Array[40].Sample(order =>
        {
            string[][] events =
            [
                SomeLog.Exec(T1, "\"/tmp/a\"", pid: 301, ppid: 201),
                SomeLog.Exec("1700000000.100:42", "\"/tmp/b\"", pid: 302, ppid: 202, key: "\"k\""),
                SomeLog.Exec("1700000000.101:41", "\"/tmp/c\"", pid: 303, ppid: 203),
                [.. SomeLog.Exec(T1, "\"/tmp/d\"", pid: 304, ppid: 204).Select(line => "node=other " + line)],
                [SomeLog.Rule("1700000000.102:43", "\"/tmp/e\"", pid: 305, ppid: 205)],
                [SomeLog.Syscall("1700000000.103:44", pid: 306, ppid: 206, key: "\"k\""), SomeLog.Cwd("1700000000.103:44")],
            ];

            var interleaved = SomeLog.Read(Interleave(events, order)).Events;

            var expected = events.SelectMany(lines => SomeLog.Read(lines).Events).Select(SomeLog.Describe);
            Assert.Equal(expected.Order(), interleaved.Select(SomeLog.Describe).Order());
        });

    [Fact]
    public void Events_come_in_the_order_of_their_completion()
    {
        var (first, second) = (SomeLog.Exec(T1), SomeLog.Exec("1700000000.200:42", "\"/tmp/b\"", pid: 301));

        var (events, _) = SomeLog.Read([.. first[..3], .. second, .. first[3..]]);

        Assert.Equal([42u, 41u], events.Select(told => told.Stamp.Serial));
    }

    [Fact]
    public void An_event_without_its_last_record_is_complete_after_two_seconds_of_log_time()
    {
        var assembler = new AuditEventAssembler(new ProcessTree());
        Add(assembler, SomeLog.Rule("1700000000.000:1"));
        Add(assembler, SomeLog.Cwd("1700000002.000:2"));
        Assert.False(assembler.TryTake(out _));

        Add(assembler, SomeLog.Cwd("1700000002.001:3"));

        Assert.True(assembler.TryTake(out _));
    }

    [Fact]
    public void A_system_call_that_began_long_ago_is_waited_for_from_its_first_record_on()
    {
        // A stamp tells when the call began: hashing a large file, or waiting in accept, its records come much later.
        var now = SomeLog.Cwd("1700000100.000:90");

        var (events, _) = SomeLog.Read([now, .. SomeLog.Exec(T1).SelectMany(line => (string[])[line, now])]);

        Assert.Equal("java -c", Assert.Single(events).Proctitle);
    }

    [Fact]
    public void A_clock_that_was_set_back_loses_nothing()
    {
        var later = SomeLog.Exec("1700003600.000:41", "\"/tmp/later\"");
        var earlier = SomeLog.Exec("1700000000.000:42", "\"/tmp/earlier\"", pid: 301);

        var (events, _) = SomeLog.Read([later[0], earlier[0], later[1], .. earlier[1..], .. later[2..], SomeLog.Rule("1600000000.000:43", pid: 302)]);

        Assert.Equal(3, events.Count);
        Assert.Equal(["/tmp/earlier", "/tmp/later"], events.Take(2).Select(told => told.Process.Exe?.ToString()));
        Assert.All(events.Take(2), told => Assert.Equal("java -c", told.Proctitle));
    }

    [Fact]
    public void A_complete_event_is_not_told_again()
    {
        var lines = SomeLog.Exec(T1, key: "\"k\"");

        Assert.Single(SomeLog.Read([.. lines, .. lines, lines[0], lines[1]]).Events);
    }

    [Fact]
    public void What_comes_after_an_event_was_given_up_is_told_by_itself()
    {
        var (events, _) = SomeLog.Read(
            SomeLog.Rule(T1), SomeLog.Cwd("1700000010.000:50"), SomeLog.Rule(T1, "\"/tmp/script\""), SomeLog.Syscall(T1, key: "\"k\""));

        Assert.Equal(["/tmp/java", "/tmp/script"], events.SelectMany(told => told.FileUses).Select(use => use.Path.ToString()));
        Assert.Equal(["k"], events[1].Keys);
    }

    [Fact]
    public void Too_many_open_events_are_completed_oldest_first_and_none_is_lost()
    {
        var assembler = new AuditEventAssembler(new ProcessTree());
        for (var serial = 0; serial < 5000; serial++)
            Add(assembler, SomeLog.Rule($"1700000000.000:{serial}"));

        var serials = new List<uint>();
        while (assembler.TryTake(out var told))
            serials.Add(told.Stamp.Serial);
        Assert.InRange(serials.Count, 3900, 4999);

        assembler.Flush();
        while (assembler.TryTake(out var told))
            serials.Add(told.Stamp.Serial);
        Assert.Equal(Enumerable.Range(0, 5000).Select(serial => (uint)serial), serials);
    }

    [Fact]
    public void An_event_of_endless_records_is_told_in_parts()
    {
        var assembler = new AuditEventAssembler(new ProcessTree());
        var name = SomeLog.Untrusted(Encoding.ASCII.GetBytes("/" + new string(' ', 20_000)));
        var path = Encoding.ASCII.GetBytes(SomeLog.PathRecord(T1, name));
        Add(assembler, SomeLog.Rule(T1));
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(AuditRecord.TryParse(path, out var record));
            assembler.Add(record);
        }

        Assert.True(assembler.TryTake(out var told));
        Assert.InRange(told.Paths.Count, 100, 900);
        Assert.Single(told.FileUses);
    }

    [Fact]
    public void An_event_of_endless_empty_records_is_told_in_parts_too()
    {
        var assembler = new AuditEventAssembler(new ProcessTree());
        for (var i = 0; i < 100_000; i++)
            Add(assembler, $"type=INTEGRITY_DATA msg=audit({T1}): ");

        Assert.True(assembler.TryTake(out var told));
        Assert.InRange(told.Incidents.Count, 1, 99_999);
    }

    private static void Add(AuditEventAssembler assembler, string line)
    {
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out var record));
        Assert.True(assembler.Add(record));
    }

    /// <summary>Takes the next line of the event that <paramref name="order"/> names, then what is left.</summary>
    private static string[] Interleave(string[][] events, int[] order)
    {
        var next = new int[events.Length];
        var lines = new List<string>();
        foreach (var i in order)
        {
            if (next[i] < events[i].Length)
                lines.Add(events[i][next[i]++]);
        }
        for (var i = 0; i < events.Length; i++)
            lines.AddRange(events[i][next[i]..]);
        return [.. lines];
    }
}
