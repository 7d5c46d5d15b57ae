using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// What a host's audit log is made of, without its events: how old it is, how fast it grows, and which rules it says were loaded.
/// Of a long log only the last part is read.
/// </summary>
public sealed class AuditLogSurvey
{
    /// <summary>How much of the log is read, from its end, in bytes.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>How many policy rules and keys are remembered: no real host has that many.</summary>
    private const int MostRemembered = 1000;

    /// <summary>Records that are written at the same moment can swap places; further back a serial says that the kernel counts anew.</summary>
    private const uint MostDisorder = 64;

    private readonly LostRecords lost = new();
    private readonly LoggedPolicy policy = new(LoggedRules.None);
    private readonly Dictionary<string, int> keys = new(StringComparer.Ordinal);
    private uint latestSerial;

    private AuditLogSurvey()
    {
    }

    /// <summary>The files of the log, oldest first.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>Of all files, in bytes.</summary>
    public long Bytes { get; private init; }

    /// <summary>False where only the last part was read.</summary>
    public bool IsWhole { get; private init; }

    public long Records { get; private set; }

    /// <summary>Lines that are no record.</summary>
    public long Strange { get; private set; }

    /// <summary>The first record of the oldest file; null where there is none.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>The record that was written last.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>The highest stamp of all: later than <see cref="Last"/> where the clock was set back.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <summary>True where auditd appends names to the records (log_format = ENRICHED).</summary>
    public bool IsEnriched { get; private set; }

    public long IntegrityRules { get; private set; }

    /// <summary>Records that the kernel says it lost.</summary>
    public long Lost => lost.Count;

    /// <summary>The IMA rules that the log says this boot's kernel took, as the kernel writes them, in their order.</summary>
    public IReadOnlyList<string> PolicyRules => policy.State.Taken;

    /// <summary>The keys of the audit rules that the log says this boot's kernel holds.</summary>
    public IReadOnlyCollection<string> Keys => keys.Keys;

    /// <summary>In bytes; null where the log spans too little time to tell.</summary>
    public double? BytesPerHour => Last - First is { TotalMinutes: >= 60 } span ? Bytes / span.TotalHours : null;

    /// <summary>Null where there is no log under the root, or it is empty.</summary>
    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public static AuditLogSurvey? Of(EvidenceRoot root, CancellationToken interrupted = default)
    {
        using var files = AuditLogFiles.Under(root, withCompressed: false);
        if (files.Count == 0)
            return null;
        var bytes = files.Sum(file => file.Content.Length);
        var survey = new AuditLogSurvey
        {
            Files = [.. files.Select(file => file.Name)],
            Bytes = bytes,
            IsWhole = bytes <= MostBytes,
        };
        try
        {
            survey.ReadFirst(files[0]);
            var skip = bytes - MostBytes;
            foreach (var file in files)
            {
                interrupted.ThrowIfCancellationRequested();
                survey.Read(file, Math.Clamp(skip, 0, file.Content.Length), interrupted);
                skip -= file.Content.Length;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"cannot read audit log: {survey.Files[^1]}", cause: fault);
        }
        return survey;
    }

    /// <summary>The first line that is a record, among the first of the file.</summary>
    private void ReadFirst(AuditLogFile file)
    {
        var lines = new AuditLineReader(file.Content);
        for (var number = 0; number < MostRemembered && First is null && lines.TryRead(out var line, out _); number++)
            if (AuditRecord.TryParse(line, out var record))
                First = DateTimeOffset.FromUnixTimeMilliseconds(record.Milliseconds);
    }

    private void Read(AuditLogFile file, long from, CancellationToken interrupted)
    {
        if (from == file.Content.Length)
            return;
        file.Content.Position = from;
        var lines = new AuditLineReader(file.Content, from);
        // What begins within a line is no record, and no strange line either.
        var isWithin = from > 0;
        while (lines.TryRead(out var line, out _))
        {
            interrupted.ThrowIfCancellationRequested();
            if (!isWithin)
                Take(line);
            isWithin = false;
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (!AuditRecord.TryParse(line, out var record))
        {
            if (!lost.TryTakeLine(line) && !line.IsEmpty)
                Strange++;
            return;
        }
        Records++;
        Last = DateTimeOffset.FromUnixTimeMilliseconds(record.Milliseconds);
        if (Newest is null || Last > Newest)
            Newest = Last;
        if (!IsEnriched)
            IsEnriched = record.Body.Contains((byte)0x1D);
        if (record.Type is AuditRecordType.Daemon or AuditRecordType.DaemonStart or AuditRecordType.DaemonEnd)
            return;
        NoticeBoot(record.Serial);
        Take(record);
    }

    /// <summary>What an earlier boot had loaded is gone.</summary>
    private void NoticeBoot(uint serial)
    {
        if (serial + (ulong)MostDisorder < latestSerial)
        {
            policy.BeginBoot();
            keys.Clear();
            latestSerial = 0;
        }
        latestSerial = Math.Max(latestSerial, serial);
    }

    private void Take(in AuditRecord record)
    {
        policy.Take(record);
        switch (record.Type)
        {
            case AuditRecordType.IntegrityRule when record.Body.IndexOf("hash="u8) >= 0:
                IntegrityRules++;
                break;
            case AuditRecordType.ConfigChange:
                lost.TakeConfigChange(record.Body);
                TakeKey(record.Body);
                break;
        }
    }

    private void TakeKey(ReadOnlySpan<byte> body)
    {
        string? operation = null, key = null;
        uint? result = null;
        foreach (var field in new AuditFields(body))
        {
            if (field.Is("op"u8)) operation = field.ToText();
            else if (field.Is("key"u8)) key = field.ToText();
            else if (field.Is("res"u8)) result = field.ToUInt32();
        }
        if (key is null || result == 0)
            return;
        if (operation == "add_rule" && keys.Count < MostRemembered)
            keys[key] = keys.GetValueOrDefault(key) + 1;
        else if (operation == "remove_rule" && keys.TryGetValue(key, out var count) && (keys[key] = count - 1) <= 0)
            keys.Remove(key);
    }
}
