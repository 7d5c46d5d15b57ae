using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Events;

/// <summary>An event whose records are still coming in.</summary>
internal sealed class AuditEventBuilder
{
    private const byte Newline = (byte)'\n';

    private readonly ArrayBufferWriter<byte> records;
    private readonly List<AuditIntegrityRule> rules = [];
    private readonly List<AuditIncident> incidents = [];
    private readonly List<AuditPath> paths = [];
    private readonly AuditArguments arguments = new();
    private AuditSyscall? syscall;
    private HostPath? cwd;
    private string? proctitle;
    private bool isExec;
    private IReadOnlyList<HostPath> lineage = [];
    private bool isNew;
    private bool isToldAgain;
    private int rulesTold;
    private bool keysTold;

    /// <param name="stamp">The event's.</param>
    /// <param name="boot">Of which boot it is.</param>
    /// <param name="records">Empty; holds the records taken.</param>
    public AuditEventBuilder(AuditStamp stamp, long boot, ArrayBufferWriter<byte> records) => (Stamp, Boot, this.records) = (stamp, boot, records);

    public AuditStamp Stamp { get; }

    /// <summary>See <see cref="AuditEvent.Boot"/>.</summary>
    public long Boot { get; }

    /// <summary>True once it was looked up what the log had told of the process and its parent.</summary>
    public bool HasAncestry { get; private set; }

    /// <summary>The log's clock, in milliseconds, when the latest record came in.</summary>
    public long Touched { get; set; }

    /// <summary>The bytes of the records taken, with their line ends.</summary>
    public int RecordBytes => records.WrittenCount;

    /// <summary>About how much memory the records taken use, in bytes.</summary>
    public int Size { get; set; }

    /// <summary>False as long as no record came to what was told already.</summary>
    public bool HasMore { get; private set; }

    public void Add(in AuditRecord record, AuditIntegrityRule rule)
    {
        Keep(record);
        rules.Add(rule with { Fingerprint = FingerprintOf(record) });
    }

    /// <summary>Takes any record but an integrity rule.</summary>
    public void Add(in AuditRecord record)
    {
        Keep(record);
        switch (record.Type)
        {
            case AuditRecordType.Syscall:
                syscall = AuditSyscall.Parse(record.Body, Stamp.Time) with { Fingerprint = FingerprintOf(record) };
                break;
            case AuditRecordType.Execve:
                isExec = true;
                arguments.Take(record.Body);
                break;
            case AuditRecordType.Cwd:
                cwd = Field(record.Body, "cwd"u8);
                break;
            case AuditRecordType.Path when AuditPath.Parse(record.Body) is { } path:
                paths.Add(path);
                break;
            case AuditRecordType.Proctitle:
                proctitle = Field(record.Body, "proctitle"u8)?.ToString().Replace('\0', ' ');
                break;
            case >= AuditRecordType.IntegrityData:
                incidents.Add(AuditIncident.Parse(record.Type, record.Body, Stamp.Time) with { Fingerprint = FingerprintOf(record) });
                break;
        }
    }

    /// <param name="lineage">The parent's program, its parent's, and so on, as the log told them before this event.</param>
    /// <param name="isNewProcess">True where the log had not told of this process before.</param>
    public void NoteAncestry(IReadOnlyList<HostPath> lineage, bool isNewProcess)
    {
        HasAncestry = true;
        this.lineage = lineage;
        isNew = isNewProcess;
    }

    /// <summary>True where it is left for the next read to tell.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Everything taken so far, to be taken again by the next read.</summary>
    /// <param name="isYoung">True where its records may be on their way: what was not told yet is not told in part.</param>
    public AuditOpenEvent ToOpenEvent(bool isYoung)
    {
        IsHeld = isYoung && !isToldAgain;
        return ToOpenEvent();
    }

    private AuditOpenEvent ToOpenEvent() => new()
    {
        WasTold = !IsHeld,
        Records = records.WrittenSpan.ToArray(),
        Touched = Touched,
        Boot = Boot,
        Lineage = lineage,
        IsNewProcess = isNew,
    };

    /// <summary>Takes note that what has been taken so far was told.</summary>
    public void MarkTold()
    {
        HasMore = false;
        isToldAgain = true;
        rulesTold = rules.Count;
        keysTold = syscall is { Keys.Count: > 0 };
    }

    public AuditEvent Build()
    {
        var process = syscall?.Process
            ?? rules.FirstOrDefault()?.Launcher
            ?? incidents.FirstOrDefault()?.Process
            ?? new ProcessInfo { Time = Stamp.Time };
        return new AuditEvent
        {
            Stamp = Stamp,
            Boot = Boot,
            Process = process with
            {
                ParentExe = lineage is [var parent, ..] ? parent : ImageBeforeExec(),
                Ancestors = lineage.Count > 1 ? new ProcessChain(lineage.Skip(1)) : null,
                Key = syscall is { Keys.Count: > 0 } ? string.Join(", ", syscall.Keys) : null,
            },
            LoginUser = syscall?.LoginUser ?? rules.FirstOrDefault()?.LoginUser,
            IntegrityRules = rules,
            Incidents = incidents,
            Syscall = syscall,
            Argv = arguments.ToList(),
            Cwd = cwd,
            Paths = paths,
            Proctitle = proctitle,
            IsToldAgain = isToldAgain,
            RulesToldBefore = rulesTold,
            KeysToldBefore = keysTold,
        };
    }

    /// <summary>What held the records, once the event is built and they are asked for no more.</summary>
    public ArrayBufferWriter<byte> Release()
    {
        records.ResetWrittenCount();
        return records;
    }

    private static long FingerprintOf(in AuditRecord record)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record.Line, hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private void Keep(in AuditRecord record)
    {
        records.Write(record.Line);
        records.Write([Newline]);
        HasMore = true;
    }

    /// <summary>
    /// A child runs its parent's program until its first exec: there the launcher's program is the parent's.
    /// </summary>
    private HostPath? ImageBeforeExec() =>
        isNew && isExec && syscall?.Success is true && rules.Count > 0 ? rules[0].Launcher.Exe : null;

    private static HostPath? Field(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        foreach (var field in new AuditFields(body))
        {
            if (field.Is(name))
                return field.ToBytes();
        }
        return null;
    }
}
