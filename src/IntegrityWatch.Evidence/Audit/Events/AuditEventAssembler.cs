using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Events;

/// <summary>
/// Joins the records of each event that bears evidence, however the records of different events interleave, and lets all others
/// pass. Within one event the records stand in the kernel's order: integrity records, then the system call, then what belongs
/// to it, PROCTITLE last. Every record goes into one event at most.
/// </summary>
/// <remarks>
/// Why it decides as it does:
/// <list type="bullet">
/// <item>An event ends with its PROCTITLE or EOE. Many have neither: a record outside of any audited call, a log that auditd was told to
/// thin out. So an event also ends when the log's clock has gone <see cref="Window"/> beyond its latest record, which is as long as
/// auditd itself waits before it takes an event for whole.</item>
/// <item>The window is measured by the stamps in the log and never by the host's clock: a log from last year must fall into the same
/// events. The log's clock is the latest stamp so far and never steps back: where the host's was set back, events wait longer for
/// records that will not come, which costs memory within its bounds, and none is cut in two.</item>
/// <item>What is complete by its own last record is remembered for a while, so that a stray record does not begin it anew.</item>
/// <item>A read that ends within an event tells what it has, for there may never be another: the next read tells the
/// event again, whole, and says how much of it was told. Only what is so young by the host's clock that its records are still on
/// their way (<see cref="LongestDelay"/>) is left to the next read: told in part it would be judged without its process.</item>
/// <item>All bounds drop the event that has waited longest, which lacks the least: it is told as it is, and never lost.</item>
/// </list>
/// </remarks>
public sealed class AuditEventAssembler
{
    /// <summary>How long by the log's clock an event waits for its next record, in milliseconds: auditd's own measure.</summary>
    private const long Window = 2000;

    private const int MostOpenEvents = 1024;

    /// <summary>In bytes of records: a log made for it could otherwise fill the memory with one event.</summary>
    private const int MostOpenBytes = 16 * 1024 * 1024;

    /// <summary>What a record counts for besides its text, in bytes: even one without any is held as objects.</summary>
    private const int RecordOverhead = 256;

    private const int MostRemembered = 1024;

    /// <summary>
    /// How long after an event, by the host's clock and in milliseconds, its last records may still be on their way into the log.
    /// </summary>
    private const long LongestDelay = 5000;

    /// <summary>In bytes of records that <see cref="OpenEvents"/> holds: many times what a busy host has open.</summary>
    private const int MostOpenBytesKept = 256 * 1024;

    /// <summary>What held the records of events that are complete is used again, unless one was long.</summary>
    private const int MostSpares = 16;
    private const int LongestSpare = 64 * 1024;

    private readonly ProcessTree processes;
    private readonly Stack<ArrayBufferWriter<byte>> spares = new();
    private readonly Dictionary<AuditStamp, LinkedListNode<AuditEventBuilder>> open = [];

    /// <summary>The one that has waited longest first.</summary>
    private readonly LinkedList<AuditEventBuilder> waiting = new();

    private readonly Queue<AuditEvent> completed = new();
    private readonly HashSet<AuditStamp> closed = [];
    private readonly Queue<AuditStamp> closedInOrder = new();
    private int openBytes;
    private string? node;
    private byte[] nodeBytes = [];

    public AuditEventAssembler(ProcessTree processes) => this.processes = processes;

    /// <summary>The latest stamp so far, in milliseconds since 1970-01-01 UTC.</summary>
    public long Clock { get; private set; } = long.MinValue;

    /// <summary>The ordinal of the boot that the next record is of.</summary>
    public long Boot { get; set; }

    /// <summary>Takes the next record of the log.</summary>
    /// <returns>False for an integrity rule that lacks a file or a digest; it is passed over.</returns>
    public bool Add(in AuditRecord record)
    {
        // A clock that was set back stands still here until the log's time has caught up, and events only wait longer.
        Clock = Math.Max(Clock, record.Milliseconds);
        while (waiting.First is { } longest && Clock - longest.Value.Touched > Window)
            Complete(longest);

        switch (record.Type)
        {
            case < AuditRecordType.Syscall or AuditRecordType.ConfigChange:
                return true;
            case AuditRecordType.Syscall:
                AddSyscall(record);
                return true;
            case AuditRecordType.IntegrityRule:
                return AddRule(record);
            case >= AuditRecordType.IntegrityData:
                AddIncident(record);
                return true;
            default:
                if (waiting.Count > 0)
                    AddFurther(record);
                return true;
        }
    }

    /// <summary>Takes the next event that is complete, in the order in which they became so.</summary>
    public bool TryTake([MaybeNullWhen(false)] out AuditEvent auditEvent) => completed.TryDequeue(out auditEvent);

    /// <summary>
    /// At the end of the log, before <see cref="Flush"/>: the events whose records may still be coming in. The one that has waited
    /// longest is first; of too many those that have waited longest are left out, and what still comes of them is told by itself.
    /// </summary>
    /// <param name="now">
    /// The clock of the host that is writing the log, in milliseconds since 1970: an event that is as young as its records are slow is
    /// left for the next read. Null where no auditd writes.
    /// </param>
    public IReadOnlyList<AuditOpenEvent> OpenEvents(long? now = null)
    {
        var events = new List<AuditOpenEvent>();
        var bytes = 0;
        for (var entry = waiting.Last; entry is not null; entry = entry.Previous)
        {
            bytes += entry.Value.RecordBytes;
            if (bytes > MostOpenBytesKept)
                break;
            events.Add(entry.Value.ToOpenEvent(isYoung: now - entry.Value.Stamp.Milliseconds is >= 0 and < LongestDelay));
        }
        events.Reverse();
        return events;
    }

    /// <summary>Before the first record: takes up the events that were open when an earlier read ended.</summary>
    /// <param name="latest">The log's clock at that time, in milliseconds.</param>
    public void Resume(IReadOnlyList<AuditOpenEvent> events, long latest)
    {
        foreach (var open in events)
            Resume(open);
        Clock = latest;
        completed.Clear();
        var held = events.Where(open => !open.WasTold).Select(StampOf).OfType<AuditStamp>().ToHashSet();
        foreach (var builder in waiting)
            if (!held.Contains(builder.Stamp))
                builder.MarkTold();
    }

    /// <summary>At the end of the log: completes what is still open and not left for the next read.</summary>
    public void Flush()
    {
        for (var entry = waiting.First; entry is not null;)
        {
            var next = entry.Next;
            if (!entry.Value.IsHeld)
                Complete(entry);
            entry = next;
        }
    }

    private void Resume(AuditOpenEvent told)
    {
        Clock = told.Touched;
        Boot = told.Boot;
        foreach (var range in told.Records.AsSpan().Split((byte)'\n'))
        {
            if (!AuditRecord.TryParse(told.Records.AsSpan(range), out var record))
                continue;
            if (TryOpen(StampOf(record), out var entry) && !entry.Value.HasAncestry)
                entry.Value.NoteAncestry(told.Lineage, told.IsNewProcess);
            Add(record);
        }
    }

    private AuditStamp? StampOf(AuditOpenEvent open)
    {
        foreach (var range in open.Records.AsSpan().Split((byte)'\n'))
            if (AuditRecord.TryParse(open.Records.AsSpan(range), out var record))
                return StampOf(record);
        return null;
    }

    private void AddSyscall(in AuditRecord record)
    {
        var glance = new AuditSyscallGlance(record.Body);
        var stamp = StampOf(record);
        if ((glance.HasKey || open.ContainsKey(stamp)) && TryOpen(stamp, out var entry))
        {
            NoteAncestry(entry.Value, glance.Pid, glance.Ppid);
            Add(entry, record);
        }
        if (glance.Pid is not { } pid)
            return;
        if (glance.Exe.IsQuoted)
            processes.Learn(stamp.Node, pid, glance.Ppid, glance.Exe.Value);
        else if (glance.Exe.ToBytes() is { } exe)
            processes.Learn(stamp.Node, pid, glance.Ppid, exe.Bytes);
    }

    private bool AddRule(in AuditRecord record)
    {
        if (AuditIntegrityRule.IsLoadedPolicy(record.Body))
            return true;
        var stamp = StampOf(record);
        if (AuditIntegrityRule.Parse(record.Body, stamp.Time) is not { } rule)
            return false;
        if (!TryOpen(stamp, out var entry))
            return true;
        NoteAncestry(entry.Value, rule.Launcher.Pid, rule.Launcher.Ppid);
        entry.Value.Add(record, rule);
        Touch(entry, record);
        if (rule.Launcher is { Pid: { } pid, Exe: { } exe })
            processes.Learn(stamp.Node, pid, rule.Launcher.Ppid, exe.Bytes);
        return true;
    }

    private void AddIncident(in AuditRecord record)
    {
        if (TryOpen(StampOf(record), out var entry))
            Add(entry, record);
    }

    private void AddFurther(in AuditRecord record)
    {
        if (!open.TryGetValue(StampOf(record), out var entry))
            return;
        Add(entry, record);
        if (record.Type is not (AuditRecordType.Proctitle or AuditRecordType.Eoe) || entry.List is null)
            return;
        Complete(entry);
        Remember(entry.Value.Stamp);
    }

    /// <summary>Finds the event or begins it; false where it has been completed before by its own last record.</summary>
    private bool TryOpen(AuditStamp stamp, [MaybeNullWhen(false)] out LinkedListNode<AuditEventBuilder> entry)
    {
        if (open.TryGetValue(stamp, out entry))
            return true;
        if (closed.Contains(stamp))
            return false;
        if (waiting.Count >= MostOpenEvents)
            Complete(waiting.First!);
        entry = waiting.AddLast(new AuditEventBuilder(stamp, Boot, spares.TryPop(out var spare) ? spare : new ArrayBufferWriter<byte>()) { Touched = Clock });
        open.Add(stamp, entry);
        return true;
    }

    /// <summary>The first record that names the process settles this: it must be what the log told before the event.</summary>
    private void NoteAncestry(AuditEventBuilder builder, int? pid, int? ppid)
    {
        if (builder.HasAncestry || pid is null)
            return;
        var node = builder.Stamp.Node;
        builder.NoteAncestry(
            ppid is { } parent ? processes.Lineage(node, parent) : [],
            isNewProcess: processes.ExeOf(node, pid.Value) is null);
    }

    private void Add(LinkedListNode<AuditEventBuilder> entry, in AuditRecord record)
    {
        entry.Value.Add(record);
        Touch(entry, record);
    }

    private void Touch(LinkedListNode<AuditEventBuilder> entry, in AuditRecord record)
    {
        entry.Value.Touched = Clock;
        var size = record.Line.Length + RecordOverhead;
        entry.Value.Size += size;
        openBytes += size;
        waiting.Remove(entry);
        waiting.AddLast(entry);
        while (openBytes > MostOpenBytes)
            Complete(waiting.First!);
    }

    private void Complete(LinkedListNode<AuditEventBuilder> entry)
    {
        waiting.Remove(entry);
        open.Remove(entry.Value.Stamp);
        openBytes -= entry.Value.Size;
        if (entry.Value.HasMore)
            completed.Enqueue(entry.Value.Build());
        var records = entry.Value.Release();
        if (spares.Count < MostSpares && records.Capacity <= LongestSpare)
            spares.Push(records);
    }

    private void Remember(AuditStamp stamp)
    {
        if (closedInOrder.Count >= MostRemembered)
            closed.Remove(closedInOrder.Dequeue());
        closed.Add(stamp);
        closedInOrder.Enqueue(stamp);
    }

    private AuditStamp StampOf(in AuditRecord record)
    {
        if (record.Node.IsEmpty)
            return new AuditStamp(null, record.Milliseconds, record.Serial);
        if (node is null || !record.Node.SequenceEqual(nodeBytes))
        {
            nodeBytes = record.Node.ToArray();
            node = LossyUtf8.Decode(nodeBytes);
        }
        return new AuditStamp(node, record.Milliseconds, record.Serial);
    }
}
