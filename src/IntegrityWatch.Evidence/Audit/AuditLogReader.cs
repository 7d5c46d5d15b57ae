using System.Diagnostics.CodeAnalysis;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// Reads audit logs, RAW or ENRICHED, for the events that bear evidence. A record that cannot be read is counted, told and passed
/// over. A last line without a newline is left for the next time in the newest file; in an older one it is malformed.
/// </summary>
public sealed class AuditLogReader
{
    private readonly AuditEventAssembler assembler = new(new ProcessTree());
    private readonly LostRecords lost = new();
    private long earliest = long.MaxValue;
    private long latest = long.MinValue;

    /// <summary>Complete once the events have been read to their end.</summary>
    public AuditStatistics Statistics { get; } = new();

    /// <summary>Streams the events in the order in which they were completed.</summary>
    /// <exception cref="CannotCheckException">A file holds no audit record at all, or reading it failed.</exception>
    public IEnumerable<AuditEvent> Read(AuditLogFiles files)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var name = files[i].Name;
            Statistics.AddFile(name);
            var lines = new AuditLineReader(files[i].Content);
            var recordsBefore = Statistics.Records;
            while (TryReadEvent(lines, name, out var next))
                yield return next;
            EndFile(lines, name, isNewest: i == files.Count - 1, hasRecords: Statistics.Records > recordsBefore);
        }
        assembler.Flush();
        while (TryTakeEvent(out var last))
            yield return last;
        EndLog();
    }

    /// <summary>Reads lines until they complete an event; false at the end of the file.</summary>
    private bool TryReadEvent(AuditLineReader lines, string name, [MaybeNullWhen(false)] out AuditEvent next)
    {
        while (!TryTakeEvent(out next))
        {
            if (!TryReadLine(lines, name, out var line, out var tooLong))
                return false;
            if (tooLong)
                Statistics.AddMalformed($"line longer than {AuditLineReader.MaxLine} bytes", lines.LineNumber, name);
            else if (AuditRecord.TryParse(line, out var record))
                TakeRecord(record, lines.LineNumber, name);
            else if (!lost.TryTakeLine(line))
                Statistics.AddMalformed("no audit record", lines.LineNumber, name);
        }
        return true;
    }

    private void TakeRecord(in AuditRecord record, long line, string name)
    {
        Statistics.Records++;
        earliest = Math.Min(earliest, record.Milliseconds);
        latest = Math.Max(latest, record.Milliseconds);
        if (record.Type == AuditRecordType.ConfigChange)
            lost.TakeConfigChange(record.Body);
        if (!assembler.Add(record))
            Statistics.AddMalformed("integrity rule without a file or a digest", line, name);
    }

    private bool TryTakeEvent([MaybeNullWhen(false)] out AuditEvent next)
    {
        if (!assembler.TryTake(out next))
            return false;
        Statistics.Events++;
        Statistics.IntegrityRules += next.IntegrityRules.Count;
        if (next.Keys.Count > 0)
            Statistics.KeyedEvents++;
        return true;
    }

    private void EndFile(AuditLineReader lines, string name, bool isNewest, bool hasRecords)
    {
        if (!hasRecords && (lines.LineNumber > 0 || (lines.EndsIncomplete && !AuditRecord.TryParse(lines.Incomplete, out _))))
            throw new CannotCheckException($"not an audit log: {name}", "name a log that auditd wrote, RAW or ENRICHED");
        if (lines.EndsIncomplete && !isNewest)
            Statistics.AddMalformed("record is cut short", lines.LineNumber + 1, name);
    }

    private void EndLog()
    {
        Statistics.LostRecords = lost.Count;
        if (Statistics.Records == 0)
            return;
        Statistics.FirstTime = DateTimeOffset.FromUnixTimeMilliseconds(earliest);
        Statistics.LastTime = DateTimeOffset.FromUnixTimeMilliseconds(latest);
    }

    private static bool TryReadLine(AuditLineReader lines, string name, out ReadOnlySpan<byte> line, out bool tooLong)
    {
        try
        {
            return lines.TryRead(out line, out tooLong);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"cannot read audit log after line {lines.LineNumber}: {name}", cause: error);
        }
    }
}
