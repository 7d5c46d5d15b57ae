using System.Diagnostics.CodeAnalysis;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Reads audit logs, RAW or ENRICHED, for the events that bear evidence. A record that cannot be read is counted, told and passed
/// over. A last line without a newline is a record where nothing can follow it; in the log that is being written it is left for the next time.
/// </summary>
/// <remarks>
/// A log can be read in pieces, each on from the <see cref="Position"/> where the one before ended; what
/// <see cref="Statistics"/> counts then adds up to what one read of everything counts. An event within which a read ends is told
/// by it, and told again, whole, once more of its records have come. Which programs ran is not remembered from piece to piece:
/// the parent's program is told less often than by one read.
/// <para>
/// Two clocks meet here. Everything within the log goes by its own stamps, of which the latest so far is the log's clock. The host's
/// clock is asked for one thing, whether the end of a log that is being written is too young to be told, and only of the host's own
/// log. Where the place of the earlier read is lost, the stamps say why: records that all are later than what was read were written
/// after a rotation; otherwise the log is another.
/// </para>
/// </remarks>
public sealed class AuditLogReader
{
    private const string RotatedPast = "the audit log was rotated past the place where it was read to before: records are missing";
    private const string Replaced = "the audit log was emptied or replaced since it was read";

    private readonly AuditEventAssembler assembler = new(new ProcessTree());
    private readonly HostNames names;
    private readonly string? bootId;
    private readonly bool isHostsLog;
    private BootCounter boots;
    private NodeCounts nodes;
    private LostRecords lost = new();
    private MissingSerials missing = new();
    private LoggedPolicy policy = new(LoggedRules.None);
    // The newest file ends in what may be the beginning of a record.
    private bool mayGoOn;
    private AuditLogFile? lastFile;
    private long lastReadTo;
    private long lastLines;
    private long first;
    private long earliest = long.MaxValue;
    private long? digests;

    /// <param name="names">The host's; others' records are counted and passed over. Null where any name is the host's.</param>
    /// <param name="bootId">The boot of now; null where it is not known.</param>
    /// <param name="isHostsLog">
    /// True for the log that auditd keeps under a host's root: its newest file may go on, and one that is no log is damaged. A file that a
    /// person named is whole, and must be a log.
    /// </param>
    public AuditLogReader(HostNames? names = null, string? bootId = null, bool isHostsLog = true)
    {
        this.names = names ?? HostNames.Any;
        this.bootId = bootId;
        this.isHostsLog = isHostsLog;
        boots = new BootCounter(BootState.None, bootId);
        nodes = new NodeCounts(this.names, NodeState.None);
    }

    /// <summary>Complete once the events have been read to their end.</summary>
    public AuditStatistics Statistics { get; } = new();

    /// <summary>
    /// Where reading ended, once the events have been read to their end; null where no line was read, or it was read from what
    /// can only be read once.
    /// </summary>
    public AuditPosition? Position { get; private set; }

    /// <summary>Streams the events in the order in which they were completed.</summary>
    /// <param name="files">Disposed by the caller.</param>
    /// <param name="from">
    /// Where an earlier read ended. Where that place is no longer there, everything is read, and
    /// <see cref="AuditStatistics.Gap"/> says so.
    /// </param>
    /// <param name="now">
    /// The clock of the host, where it is writing this log: what it has not written to the end yet is left for the next read.
    /// </param>
    /// <exception cref="CannotCheckException">A file holds no audit record at all, or reading it failed.</exception>
    public IEnumerable<AuditEvent> Read(AuditLogFiles files, AuditPosition? from = null, DateTimeOffset? now = null)
    {
        var index = from is null ? -1 : files.IndexOf(from);
        if (index >= 0)
            Resume(from!);
        else if (from is not null)
            Restart(from);
        for (var i = Math.Max(index, 0); i < files.Count; i++)
        {
            var name = files[i].Name;
            Statistics.AddFile(name);
            var lines = new AuditRecordReader(LinesOf(files[i], i == index ? from : null, isComplete: !isHostsLog || i < files.Count - 1));
            var recordsBefore = Statistics.Records;
            while (TryReadEvent(lines, name, out var next))
                yield return next;
            EndFile(lines, files[i], hasRecords: Statistics.Records > recordsBefore);
        }
        var open = assembler.OpenEvents(now?.ToUnixTimeMilliseconds());
        assembler.Flush();
        while (TryTakeEvent(out var last))
            yield return last;
        EndLog(open, from, isSet: files.Count > 1);
    }

    private void Resume(AuditPosition from)
    {
        Statistics.Resumed = true;
        lost = new LostRecords(from.Lost);
        digests = from.Digests;
        boots = new BootCounter(from.Boots, bootId);
        nodes = new NodeCounts(names, from.Nodes);
        missing = new MissingSerials(from.Boots.Latest, from.SerialGaps, from.Latest, from.LastStamp, from.Boots.Ordinal);
        policy = new LoggedPolicy(from.Policy);
        assembler.Resume(from.OpenEvents, from.Latest);
    }

    /// <summary>
    /// All is read from its beginning, which may be of the boot that was read last: the boots are numbered on from that one, so that what
    /// comes is never before what is known.
    /// </summary>
    private void Restart(AuditPosition from)
    {
        boots = new BootCounter(from.Boots with { Latest = 0, HasStart = false, HasSystemBoot = false, IsStarting = false, HasEnded = false, AwaitsStart = false, BootId = null }, bootId);
        nodes = new NodeCounts(names, from.Nodes);
        digests = from.Digests;
    }

    private static AuditLineReader LinesOf(AuditLogFile file, AuditPosition? from, bool isComplete)
    {
        if (from is null)
            return new AuditLineReader(file.Content, isComplete: isComplete);
        file.Content.Position = from.ReadTo;
        return new AuditLineReader(file.Content, from.ReadTo, from.Lines, isComplete);
    }

    /// <summary>Reads lines until they complete an event; false at the end of the file.</summary>
    private bool TryReadEvent(AuditRecordReader lines, string name, [MaybeNullWhen(false)] out AuditEvent next)
    {
        while (!TryTakeEvent(out next))
        {
            if (!TryReadLine(lines, name, out var line, out var record))
                return false;
            if (lines.State == AuditLineState.TooLong)
                AddMalformed($"line longer than {AuditLineReader.MaxLine} bytes", lines.LineNumber, name);
            else if (lines.State == AuditLineState.Record)
                TakeRecord(record, lines.LineNumber, name);
            else if (!lost.TryTakeLine(line))
                AddMalformed("no audit record", lines.LineNumber, name);
        }
        return true;
    }

    private void AddMalformed(string what, long line, string name)
    {
        if (isHostsLog)
            Statistics.AddDamaged(name);
        Statistics.AddMalformed(what, line, name);
    }

    private void TakeRecord(in AuditRecord record, long line, string name)
    {
        if (Statistics.Records++ == 0)
            first = record.Milliseconds;
        earliest = Math.Min(earliest, record.Milliseconds);
        if (!nodes.Take(record))
            return;
        // Where no name is the host's, several hosts may share the log, and each counts its own.
        var beginsBoot = (record.Node.IsEmpty || !names.AreAny) && boots.Take(record);
        assembler.Boot = boots.Boot;
        if (record.Type == AuditRecordType.ConfigChange)
            lost.TakeConfigChange(record.Body);
        if (!assembler.Add(record))
            Statistics.AddMalformed("integrity rule without a file or a digest", line, name);
        if (beginsBoot)
            policy.BeginBoot();
        policy.Take(record);
        if (record.Node.IsEmpty || !names.AreAny)
            missing.Take(record, beginsBoot, boots.FollowsRestart, boots.Boot);
    }

    private bool TryTakeEvent([MaybeNullWhen(false)] out AuditEvent next)
    {
        if (!assembler.TryTake(out next))
            return false;
        if (!next.IsToldAgain)
            Statistics.Events++;
        if (next.IntegrityRules.Count > 0)
            digests = Math.Max(digests ?? 0, next.Boot);
        Statistics.IntegrityRules += next.IntegrityRules.Count - next.RulesToldBefore;
        if (next.Keys.Count > 0 && !next.KeysToldBefore)
            Statistics.KeyedEvents++;
        return true;
    }

    private void EndFile(AuditRecordReader lines, AuditLogFile file, bool hasRecords)
    {
        // Where reading goes on in a log that is known to be one, what is new can be a few damaged lines.
        if (!hasRecords && !Statistics.Resumed && (lines.LineNumber > 0 || (lines.EndsIncomplete && !MayBecomeRecord(lines.Incomplete))))
        {
            if (!isHostsLog)
                throw new CannotCheckException($"not an audit log: {file.Name}", "name a log that auditd wrote, RAW or ENRICHED");
            Statistics.AddDamaged(file.Name);
        }
        mayGoOn = lines.EndsIncomplete && MayBecomeRecord(lines.Incomplete);
        if (file.Damage is { } damage)
        {
            Statistics.AddDamaged(file.Name);
            Statistics.AddProblem(damage, file.Name);
        }
        if (lines.Offset > 0)
            (lastFile, lastReadTo, lastLines) = (file, lines.Offset, lines.LineNumber);
    }

    private static bool MayBecomeRecord(ReadOnlySpan<byte> incomplete)
    {
        var head = incomplete[..Math.Min(incomplete.Length, 5)];
        return AuditRecord.TryParse(incomplete, out _)
            || (!head.IsEmpty && ("type="u8.StartsWith(head) || "node="u8.StartsWith(head)));
    }

    private void EndLog(IReadOnlyList<AuditOpenEvent> open, AuditPosition? from, bool isSet)
    {
        if (!mayGoOn && Statistics is { Records: 0, Resumed: false, Damaged: [var damaged, ..] })
            throw new CannotCheckException($"not an audit log: {damaged}", "see what became of the logs of auditd");
        Statistics.LostRecords = lost.Count;
        Statistics.MissingByBoot = missing.Counts;
        Statistics.Nodes = nodes.Counts;
        Statistics.AreOtherNodesOnly = nodes.AreOthersOnly;
        Statistics.Stranger = nodes.Stranger;
        Statistics.StrangerContinues = nodes.ContinuesOwn;
        if (Statistics.Records > 0)
            Statistics.FirstTime = DateTimeOffset.FromUnixTimeMilliseconds(earliest);
        if (assembler.Clock >= 0)
            Statistics.LastTime = DateTimeOffset.FromUnixTimeMilliseconds(assembler.Clock);
        if (from is not null && !Statistics.Resumed)
            Statistics.Gap = isSet && first > from.Latest ? RotatedPast : Replaced;
        if (lastFile is not { Content.CanSeek: true })
            return;
        var (device, inode) = lastFile.Identity;
        Position = new AuditPosition
        {
            Device = device,
            Inode = inode,
            ReadTo = lastReadTo,
            Lines = lastLines,
            // None where the file became shorter meanwhile: then the next read finds no place, and says so.
            Fingerprint = lastFile.FingerprintBefore(lastReadTo) ?? [],
            Latest = assembler.Clock,
            Lost = lost.Known,
            Boots = boots.State,
            Digests = digests,
            Policy = policy.State,
            Nodes = nodes.State,
            SerialGaps = missing.OpenAt(assembler.Clock),
            LastStamp = missing.LastStamp,
            OpenEvents = open,
        };
    }

    private static bool TryReadLine(AuditRecordReader lines, string name, out ReadOnlySpan<byte> line, out AuditRecord record)
    {
        try
        {
            return lines.TryRead(out line, out record);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"cannot read audit log after line {lines.LineNumber}: {name}",
                "name a readable file with --audit, or look at the disk where it lies", error);
        }
    }
}
