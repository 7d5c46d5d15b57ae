using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Counts the events that left no record at all, by the gaps in the kernel's serials. The kernel numbers an event when it begins
/// the event's first record, after the filters: what a rule suppresses takes no number, and first records come in order but for
/// those written at the same moment. Not counted is what is missing where auditd starts, for the kernel had no auditd to hand it to or was
/// started anew, and in a log with host names, which several hosts may share.
/// </summary>
/// <remarks>
/// A gap is counted only when it is a minute old by the log's clock, for auditd writes what several processors hand it as it comes. The
/// bound on open gaps counts the oldest early: a log made to hold thousands of them says by that alone that records are missing.
/// </remarks>
internal sealed class MissingSerials
{
    /// <summary>How late a record can be by the log's clock, in milliseconds.</summary>
    private const long LongestDelay = 60_000;

    private const int MostOpen = 256;

    private readonly List<SerialGap> open = [];

    public MissingSerials()
    {
    }

    /// <summary>Goes on from where an earlier read ended.</summary>
    public MissingSerials(uint latest, IEnumerable<SerialGap> open)
    {
        Latest = latest;
        this.open.AddRange(open);
    }

    public long Count { get; private set; }

    /// <summary>The highest serial since auditd's start; 0 where none was read.</summary>
    public uint Latest { get; private set; }

    /// <summary>The gaps that are not counted yet, because a late record may still close them.</summary>
    public IReadOnlyList<SerialGap> Open => open;

    /// <param name="record">The next record of the log.</param>
    /// <param name="clock">The latest stamp so far, in milliseconds.</param>
    public void Take(in AuditRecord record, long clock)
    {
        while (open.Count > 0 && (clock - open[0].Since > LongestDelay || open.Count > MostOpen))
        {
            Count += open[0].Last - open[0].First + 1L;
            open.RemoveAt(0);
        }
        if (record.Type == AuditRecordType.DaemonStart)
        {
            open.Clear();
            Latest = 0;
        }
        else if (record.Type != AuditRecordType.Daemon && record.Node.IsEmpty)
        {
            Take(record.Serial, clock);
        }
    }

    private void Take(uint serial, long clock)
    {
        if (serial > Latest)
        {
            if (Latest > 0 && serial - Latest > 1)
                open.Add(new SerialGap(Latest + 1, serial - 1, clock));
            Latest = serial;
        }
        else if (serial < Latest && open.Count > 0)
        {
            Close(serial);
        }
    }

    private void Close(uint serial)
    {
        var found = open.FindIndex(gap => gap.First <= serial && serial <= gap.Last);
        if (found < 0)
            return;
        var gap = open[found];
        open.RemoveAt(found);
        if (serial < gap.Last)
            open.Insert(found, gap with { First = serial + 1 });
        if (serial > gap.First)
            open.Insert(found, gap with { Last = serial - 1 });
    }
}
