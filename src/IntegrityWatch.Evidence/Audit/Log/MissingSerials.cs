using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Counts the events that left no record at all, by the gaps in the kernel's serials. The kernel numbers an event when it begins
/// the event's first record, after the filters: what a rule suppresses takes no number, and first records come in order but for
/// those written at the same moment. A start of auditd changes nothing: what is missing before it and where it starts anew within a boot is
/// missing, but for what its own going and coming takes. A boot begins anew, with what the kernel handed to no auditd before the first
/// start of it. Only the host's own records are counted.
/// </summary>
/// <remarks>
/// A gap is counted only when it is a minute old, for auditd writes what several processors hand it as it comes. The minute is what passes from
/// record to record by their stamps: who sets the clock back stops no time here. The
/// bound on open gaps counts the oldest early: a log made to hold thousands of them says by that alone that records are missing.
/// </remarks>
internal sealed class MissingSerials
{
    /// <summary>How late a record can be, in milliseconds.</summary>
    private const long LongestDelay = 60_000;

    private const int MostOpen = 256;

    /// <summary>
    /// How many events the kernel hands to nobody where auditd ends in order and another starts: that it went, and that it comes. Seen on a
    /// real kernel; one that was taken out besides makes them more.
    /// </summary>
    private const uint OfRestart = 2;

    private readonly List<SerialGap> open = [];

    private readonly Dictionary<long, long> counts = [];

    private long boot;

    // What passed so far, in milliseconds.
    private long elapsed;

    public MissingSerials()
    {
    }

    /// <summary>Goes on from where an earlier read ended.</summary>
    public MissingSerials(uint latest, IEnumerable<SerialGap> open, long clock, long? lastStamp, long boot = 0)
    {
        Latest = latest;
        this.boot = boot;
        elapsed = clock;
        LastStamp = lastStamp;
        this.open.AddRange(open);
    }

    public long Count => counts.Values.Sum();

    /// <summary>The same by the boot in which they are missing.</summary>
    public IReadOnlyDictionary<long, long> Counts => counts;

    /// <summary>The highest serial of this boot; 0 where none was read.</summary>
    public uint Latest { get; private set; }

    /// <summary>Of the record that was taken last, in milliseconds since 1970; null where none was.</summary>
    public long? LastStamp { get; private set; }

    /// <summary>The gaps that are not counted yet, because a late record may still close them: as old by the log's clock as they are.</summary>
    /// <param name="clock">The latest stamp so far, in milliseconds.</param>
    public IReadOnlyList<SerialGap> OpenAt(long clock) => [.. open.Select(gap => gap with { Since = clock - (elapsed - gap.Since) })];

    /// <param name="record">The next record of the host's log.</param>
    /// <param name="beginsBoot">True where it is the first of another boot: no record of the boot before comes late any more.</param>
    /// <param name="followsRestart">True where it is the first after auditd ended in order and started anew.</param>
    /// <param name="inBoot">Its boot's number.</param>
    public void Take(in AuditRecord record, bool beginsBoot = false, bool followsRestart = false, long inBoot = 0)
    {
        // However far a stamp is ahead: a gap that is a minute old is old enough.
        if (record.Milliseconds - LastStamp is > 0 and var passed)
            elapsed += Math.Min(passed, LongestDelay + 1);
        LastStamp = record.Milliseconds;
        while (open.Count > 0 && (beginsBoot || elapsed - open[0].Since > LongestDelay || open.Count > MostOpen))
        {
            counts[boot] = counts.GetValueOrDefault(boot) + open[0].Last - open[0].First + 1L;
            open.RemoveAt(0);
        }
        if (beginsBoot)
            Latest = 0;
        boot = inBoot;
        if (record.Type is not (AuditRecordType.Daemon or AuditRecordType.DaemonStart or AuditRecordType.DaemonEnd))
            Take(record.Serial, followsRestart ? OfRestart : 0);
    }

    private void Take(uint serial, uint forgiven)
    {
        if (serial > Latest)
        {
            if (Latest > 0 && serial - Latest - 1 > forgiven)
                open.Add(new SerialGap(Latest + 1, serial - 1, elapsed));
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
