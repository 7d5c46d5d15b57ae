using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// Tells the boots in a host's audit log apart by its records and never by their times, for a clock can be set. A boot begins at
/// SYSTEM_BOOT, at a DAEMON_START under which the kernel's serials fall, or at the first DAEMON_START that is read under a new boot id.
/// </summary>
/// <remarks>
/// On most hosts auditd starts before SYSTEM_BOOT is written, so that a boot has both: the second is no further boot. A log that auditd
/// did not write has neither (journald's, an extract of one record type): there the kernel counts anew where the serials fall to less
/// than half at once.
/// </remarks>
internal sealed class BootCounter
{
    /// <summary>Records of one moment can swap places; a fall by more than this is none of that.</summary>
    private const uint MostDisorder = 256;

    private bool hasMarker;

    /// <param name="before">As an earlier read left it.</param>
    /// <param name="bootId">The boot of now; null where it is not known.</param>
    public BootCounter(BootState before, string? bootId)
    {
        State = before with
        {
            BootId = bootId ?? before.BootId,
            AwaitsStart = before.AwaitsStart || (bootId is not null && before.BootId is not null && bootId != before.BootId),
        };
        hasMarker = before.HasStart || before.HasSystemBoot;
    }

    public BootState State { get; private set; }

    /// <summary>True where the record taken last is the first that the kernel numbered after auditd ended in order and started anew.</summary>
    public bool FollowsRestart { get; private set; }

    /// <summary>The boot's number in this log, from 0; it counts on from read to read.</summary>
    public long Boot => State.Ordinal;

    /// <returns>True where the record is the first of another boot.</returns>
    public bool Take(in AuditRecord record)
    {
        FollowsRestart = false;
        switch (record.Type)
        {
            case AuditRecordType.DaemonStart:
                return TakeStart();
            case AuditRecordType.DaemonEnd:
                State = State with { HasEnded = true };
                return false;
            case AuditRecordType.Daemon:
                return false;
            default:
                return TakeNumbered(record.Serial, record.Type == AuditRecordType.SystemBoot);
        }
    }

    private bool TakeStart()
    {
        hasMarker = true;
        State = State with { IsStarting = true };
        if (State.AwaitsStart)
            return Begin(byStart: true);
        if (State.Latest == 0)
            State = State with { HasStart = true };
        return false;
    }

    private bool TakeNumbered(uint serial, bool isSystemBoot)
    {
        var falls = serial < State.Latest;
        var begins = State.IsStarting && falls && Begin(byStart: true);
        if (!begins && isSystemBoot && (falls || State.AwaitsStart || State.HasSystemBoot || !State.HasStart))
            begins = State.Latest > 0 && Begin(byStart: false);
        if (!begins && !hasMarker && falls && State.Latest - serial > MostDisorder && serial < State.Latest / 2)
            begins = Begin(byStart: false);
        hasMarker |= isSystemBoot;
        FollowsRestart = State is { IsStarting: true, HasEnded: true };
        State = State with
        {
            Latest = Math.Max(State.Latest, serial),
            HasSystemBoot = State.HasSystemBoot || isSystemBoot,
            IsStarting = false,
            HasEnded = State.HasEnded && !State.IsStarting,
        };
        return begins;
    }

    private bool Begin(bool byStart)
    {
        State = State with { Ordinal = State.Ordinal + 1, Latest = 0, HasStart = byStart, HasSystemBoot = false, AwaitsStart = false };
        return true;
    }
}

/// <summary>What was read of a log's boots so far.</summary>
public sealed record BootState
{
    public static readonly BootState None = new();

    /// <summary>Of the latest boot, from 0.</summary>
    public long Ordinal { get; init; }

    /// <summary>The kernel's boot_id when the log was read last; null where it was not known.</summary>
    public string? BootId { get; init; }

    /// <summary>The kernel's highest serial of this boot; 0 where none was read.</summary>
    public uint Latest { get; init; }

    /// <summary>True where this boot's first records are known to be those of auditd's start.</summary>
    public bool HasStart { get; init; }

    public bool HasSystemBoot { get; init; }

    /// <summary>True where auditd started and nothing that the kernel numbered was read since.</summary>
    public bool IsStarting { get; init; }

    /// <summary>True where auditd ended in order and did not start since, or <see cref="IsStarting"/>.</summary>
    public bool HasEnded { get; init; }

    /// <summary>True where another boot id was met, and no start of auditd under it yet.</summary>
    public bool AwaitsStart { get; init; }
}
