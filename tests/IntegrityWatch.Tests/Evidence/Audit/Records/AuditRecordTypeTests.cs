using System.Text;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit.Records;

public sealed class AuditRecordTypeTests
{
    /// <summary>Beside each known name one that is as long, and begins alike.</summary>
    [Theory]
    [InlineData("CWD", nameof(AuditRecordType.Cwd))]
    [InlineData("EOE", nameof(AuditRecordType.Eoe))]
    [InlineData("AVC", nameof(AuditRecordType.Other))]
    [InlineData("PATH", nameof(AuditRecordType.Path))]
    [InlineData("MMAP", nameof(AuditRecordType.Other))]
    [InlineData("1302", nameof(AuditRecordType.Path))]
    [InlineData("1805", nameof(AuditRecordType.IntegrityRule))]
    [InlineData("9999", nameof(AuditRecordType.Other))]
    [InlineData("180x", nameof(AuditRecordType.Other))]
    [InlineData("EXECVE", nameof(AuditRecordType.Execve))]
    [InlineData("SECCOM", nameof(AuditRecordType.Other))]
    [InlineData("SYSCALL", nameof(AuditRecordType.Syscall))]
    [InlineData("OBJ_PID", nameof(AuditRecordType.Other))]
    [InlineData("PROCTITLE", nameof(AuditRecordType.Proctitle))]
    [InlineData("USER_ACCT", nameof(AuditRecordType.Other))]
    [InlineData("DAEMON_END", nameof(AuditRecordType.DaemonEnd))]
    [InlineData("SOCKETCALL", nameof(AuditRecordType.Other))]
    [InlineData("SYSTEM_BOOT", nameof(AuditRecordType.SystemBoot))]
    [InlineData("SYSTEM_HALT", nameof(AuditRecordType.Other))]
    [InlineData("DAEMON_START", nameof(AuditRecordType.DaemonStart))]
    [InlineData("DAEMON_ABORT", nameof(AuditRecordType.Daemon))]
    [InlineData("SERVICE_STOP", nameof(AuditRecordType.Other))]
    [InlineData("CONFIG_CHANGE", nameof(AuditRecordType.ConfigChange))]
    [InlineData("SERVICE_START", nameof(AuditRecordType.Other))]
    [InlineData("UNKNOWN[1805]", nameof(AuditRecordType.IntegrityRule))]
    [InlineData("UNKNOWN[18x5]", nameof(AuditRecordType.Other))]
    [InlineData("INTEGRITY_RULE", nameof(AuditRecordType.IntegrityRule))]
    [InlineData("INTEGRITY_DATA", nameof(AuditRecordType.IntegrityData))]
    [InlineData("INTEGRITY_METADATA", nameof(AuditRecordType.IntegrityMetadata))]
    [InlineData("INTEGRITY_STATUS", nameof(AuditRecordType.IntegrityStatus))]
    [InlineData("INTEGRITY_HASH", nameof(AuditRecordType.IntegrityHash))]
    [InlineData("INTEGRITY_PCR", nameof(AuditRecordType.IntegrityPcr))]
    [InlineData("INTEGRITY_EVM_XATTR", nameof(AuditRecordType.IntegrityEvmXattr))]
    [InlineData("INTEGRITY_POLICY_RULE", nameof(AuditRecordType.IntegrityPolicyRule))]
    [InlineData("INTEGRITY_OTHER", nameof(AuditRecordType.Other))]
    [InlineData("DAEMON_ROTATE", nameof(AuditRecordType.Daemon))]
    [InlineData("", nameof(AuditRecordType.Other))]
    public void A_type_is_known_by_all_of_its_name_or_its_number(string name, string type) =>
        Assert.Equal(type, AuditRecordTypeName.Parse(Encoding.ASCII.GetBytes(name)).ToString());
}
