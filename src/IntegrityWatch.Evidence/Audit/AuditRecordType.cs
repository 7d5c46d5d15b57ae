namespace IntegrityWatch.Evidence.Audit;

/// <summary>The record types that matter here, with the kernel's numbers (linux/audit.h).</summary>
public enum AuditRecordType
{
    /// <summary>Any type that this program has no use for.</summary>
    Other = 0,

    /// <summary>auditd began: its own records count apart from the kernel's.</summary>
    DaemonStart = 1200,

    /// <summary>Any other record of auditd's own.</summary>
    Daemon = 1201,
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
