using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit.Events;

/// <summary>
/// The records of one event that bear evidence: a file's use, an integrity incident, or a system call that a keyed rule matched.
/// </summary>
public sealed class AuditEvent
{
    internal AuditEvent()
    {
    }

    public required AuditStamp Stamp { get; init; }

    /// <summary>The ordinal of its boot in the log, from 0.</summary>
    public required long Boot { get; init; }

    /// <summary>Whose event it is, with parent's program and keys: the system call's process where there is one.</summary>
    public required ProcessInfo Process { get; init; }

    /// <summary>The name of the login id where auditd appended it.</summary>
    public string? LoginUser { get; init; }

    public IReadOnlyList<AuditIntegrityRule> IntegrityRules { get; init; } = [];

    public IReadOnlyList<AuditIncident> Incidents { get; init; } = [];

    /// <summary>Null for a record outside of any audited system call.</summary>
    public AuditSyscall? Syscall { get; init; }

    /// <summary>The keys of the audit rules that matched.</summary>
    public IReadOnlyList<string> Keys => Syscall?.Keys ?? [];

    /// <summary>The arguments of an exec, at most 32 KiB of them; bytes that are not UTF-8 appear as <c>\xNN</c>.</summary>
    public IReadOnlyList<string> Argv { get; init; } = [];

    public HostPath? Cwd { get; init; }

    public IReadOnlyList<AuditPath> Paths { get; init; } = [];

    /// <summary>The command line as ps shows it, at most 128 bytes, which the process itself can set.</summary>
    public string? Proctitle { get; init; }

    /// <summary>
    /// True where an earlier read ended within the event and told what it had: this is the whole event, with what was told.
    /// </summary>
    public bool IsToldAgain { get; init; }

    /// <summary>How many of <see cref="IntegrityRules"/>, from the first, were told before.</summary>
    internal int RulesToldBefore { get; init; }

    internal bool KeysToldBefore { get; init; }

    /// <summary>Where one of its records stands.</summary>
    public LogPlace PlaceOf(long fingerprint) => new(Boot, Stamp.Serial, Stamp.Time, fingerprint);

    /// <summary>The files whose use this event tells of.</summary>
    public IEnumerable<Use> FileUses => IntegrityRules.Select(UseOf);

    /// <summary>The use that one of its rules tells of.</summary>
    public Use UseOf(AuditIntegrityRule rule) => new()
    {
        Path = rule.File,
        Digest = rule.Digest,
        Place = UsePlace.InLog(PlaceOf(rule.Fingerprint)),
        Process = Process,
        IsStart = Argv.Count > 0,
    };
}

/// <summary>
/// What the records of one event share: the time at which the event began and its number since boot, on one host.
/// </summary>
/// <param name="Node">The host's name where auditd writes <c>node=</c>; null otherwise.</param>
/// <param name="Milliseconds">Since 1970-01-01 UTC, by a clock that may have been set back.</param>
/// <param name="Serial">The event's number; auditd's own DAEMON records count apart from the kernel's.</param>
public readonly record struct AuditStamp(string? Node, long Milliseconds, uint Serial)
{
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}
