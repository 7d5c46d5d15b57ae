using System.Buffers.Text;

namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>The record types that matter here, with the kernel's numbers (linux/audit.h).</summary>
public enum AuditRecordType
{
    /// <summary>Any type that this program has no use for.</summary>
    Other = 0,

    /// <summary>auditd began: its own records count apart from the kernel's.</summary>
    DaemonStart = 1200,

    /// <summary>Any other record of auditd's own.</summary>
    Daemon = 1201,

    /// <summary>auditd ended in order.</summary>
    DaemonEnd = 1202,

    /// <summary>systemd's word that the host boots: the first thing that it writes once auditd runs.</summary>
    SystemBoot = 1127,
    Syscall = 1300,
    Path = 1302,
    ConfigChange = 1305,
    Cwd = 1307,
    Execve = 1309,
    Eoe = 1320,
    Proctitle = 1327,
    IntegrityData = 1800,
    IntegrityMetadata = 1801,
    IntegrityStatus = 1802,
    IntegrityHash = 1803,
    IntegrityPcr = 1804,
    IntegrityRule = 1805,
    IntegrityEvmXattr = 1806,
    IntegrityPolicyRule = 1807,
}

/// <summary>
/// How a record's type is written: a name, a bare number, or <c>UNKNOWN[number]</c> by an auditd older than its kernel.
/// </summary>
internal static class AuditRecordTypeName
{
    /// <summary>Compares by length first: this runs once a line.</summary>
    public static AuditRecordType Parse(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 3 when name.SequenceEqual("CWD"u8):
                return AuditRecordType.Cwd;
            case 3 when name.SequenceEqual("EOE"u8):
                return AuditRecordType.Eoe;
            case 4 when name.SequenceEqual("PATH"u8):
                return AuditRecordType.Path;
            case 4:
                return Numbered(name);
            case 6 when name.SequenceEqual("EXECVE"u8):
                return AuditRecordType.Execve;
            case 7 when name.SequenceEqual("SYSCALL"u8):
                return AuditRecordType.Syscall;
            case 9 when name.SequenceEqual("PROCTITLE"u8):
                return AuditRecordType.Proctitle;
            case 10 when name.SequenceEqual("DAEMON_END"u8):
                return AuditRecordType.DaemonEnd;
            case 11 when name.SequenceEqual("SYSTEM_BOOT"u8):
                return AuditRecordType.SystemBoot;
            case 12 when name.SequenceEqual("DAEMON_START"u8):
                return AuditRecordType.DaemonStart;
            case 13 when name.SequenceEqual("CONFIG_CHANGE"u8):
                return AuditRecordType.ConfigChange;
            case 13 when name.StartsWith("UNKNOWN["u8):
                return Numbered(name[8..12]);
        }
        return name.StartsWith("INTEGRITY_"u8) ? Integrity(name[10..])
            : name.StartsWith("DAEMON_"u8) ? AuditRecordType.Daemon
            : AuditRecordType.Other;
    }

    private static AuditRecordType Integrity(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("RULE"u8)) return AuditRecordType.IntegrityRule;
        if (name.SequenceEqual("DATA"u8)) return AuditRecordType.IntegrityData;
        if (name.SequenceEqual("METADATA"u8)) return AuditRecordType.IntegrityMetadata;
        if (name.SequenceEqual("STATUS"u8)) return AuditRecordType.IntegrityStatus;
        if (name.SequenceEqual("HASH"u8)) return AuditRecordType.IntegrityHash;
        if (name.SequenceEqual("PCR"u8)) return AuditRecordType.IntegrityPcr;
        if (name.SequenceEqual("EVM_XATTR"u8)) return AuditRecordType.IntegrityEvmXattr;
        if (name.SequenceEqual("POLICY_RULE"u8)) return AuditRecordType.IntegrityPolicyRule;
        return AuditRecordType.Other;
    }

    private static AuditRecordType Numbered(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int number, out var length) && length == digits.Length
        && Enum.IsDefined((AuditRecordType)number)
            ? (AuditRecordType)number
            : AuditRecordType.Other;
}
