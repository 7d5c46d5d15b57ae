using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditRecordTests
{
    [Theory]
    [InlineData("type=INTEGRITY_RULE msg=audit(1795452007.198:66): file=x")]
    [InlineData("type=UNKNOWN[1805] msg=audit(1795452007.198:66): file=x")]
    [InlineData("type=1805 audit(1795452007.198:66): file=x")]
    [InlineData("audit: type=1805 audit(1795452007.198:66): file=x")]
    [InlineData("[   12.345678] audit: type=1805 audit(1795452007.198:66): file=x")]
    [InlineData("audispd: type=INTEGRITY_RULE msg=audit(1795452007.198:66): file=x")]
    [InlineData("Nov 23 16:27:01 web audispd: type=INTEGRITY_RULE msg=audit(1795452007.198:66): file=x")]
    [InlineData("2026-11-23T16:27:01.5+00:00 web audisp-syslog[812]: type=INTEGRITY_RULE msg=audit(1795452007.198:66): file=x")]
    [InlineData("Nov 23 16:27:01 web kernel: [   12.345678] audit: type=1805 audit(1795452007.198:66): file=x")]
    [InlineData("Nov 23 16:27:01 web kernel: type=1805 audit(1795452007.198:66): file=x")]
    public void A_record_is_the_same_in_every_form_in_which_it_is_met(string line)
    {
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out var record));

        Assert.Equal(AuditRecordType.IntegrityRule, record.Type);
        Assert.Equal(1795452007198, record.Milliseconds);
        Assert.Equal(66u, record.Serial);
        Assert.Equal("file=x"u8, record.Body);
        Assert.True(record.Node.IsEmpty);
    }

    [Theory]
    [InlineData("web audispd[12: type=SYSCALL msg=audit(1.002:3): a=b")]
    [InlineData("web [12]: type=SYSCALL msg=audit(1.002:3): a=b")]
    [InlineData("web sshd[12]: type=SYSCALL msg=audit(1.002:3): a=b")]
    [InlineData("audispdx12]: type=SYSCALL msg=audit(1.002:3): a=b")]
    public void What_another_program_wrote_is_no_record(string line) => Assert.False(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Theory]
    [InlineData("node=web.example type=SYSCALL msg=audit(1.002:3): a=b")]
    [InlineData("audispd: node=web.example type=SYSCALL msg=audit(1.002:3): a=b")]
    public void The_node_is_told_where_auditd_writes_it(string line)
    {
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out var record));

        Assert.Equal("web.example"u8, record.Node);
        Assert.Equal(1002, record.Milliseconds);
    }

    [Theory]
    [InlineData("SYSCALL", AuditRecordType.Syscall)]
    [InlineData("1300", AuditRecordType.Syscall)]
    [InlineData("PATH", AuditRecordType.Path)]
    [InlineData("CWD", AuditRecordType.Cwd)]
    [InlineData("EXECVE", AuditRecordType.Execve)]
    [InlineData("EOE", AuditRecordType.Eoe)]
    [InlineData("PROCTITLE", AuditRecordType.Proctitle)]
    [InlineData("CONFIG_CHANGE", AuditRecordType.ConfigChange)]
    [InlineData("INTEGRITY_DATA", AuditRecordType.IntegrityData)]
    [InlineData("INTEGRITY_METADATA", AuditRecordType.IntegrityMetadata)]
    [InlineData("INTEGRITY_STATUS", AuditRecordType.IntegrityStatus)]
    [InlineData("INTEGRITY_HASH", AuditRecordType.IntegrityHash)]
    [InlineData("INTEGRITY_PCR", AuditRecordType.IntegrityPcr)]
    [InlineData("INTEGRITY_EVM_XATTR", AuditRecordType.IntegrityEvmXattr)]
    [InlineData("INTEGRITY_POLICY_RULE", AuditRecordType.IntegrityPolicyRule)]
    [InlineData("UNKNOWN[1807]", AuditRecordType.IntegrityPolicyRule)]
    [InlineData("UNKNOWN[1399]", AuditRecordType.Other)]
    [InlineData("INTEGRITY_RULES", AuditRecordType.Other)]
    [InlineData("BPF", AuditRecordType.Other)]
    public void Types_are_known_by_name_and_by_number(string name, AuditRecordType type)
    {
        Assert.True(AuditRecord.TryParse(Encoding.ASCII.GetBytes($"type={name} msg=audit(1.002:3): "), out var record));

        Assert.Equal(type, record.Type);
    }

    [Theory]
    [InlineData("")]
    [InlineData("type=")]
    [InlineData("type=SYSCALL")]
    [InlineData("type=SYSCALL msg=audit(")]
    [InlineData("type=SYSCALL msg=audit(1")]
    [InlineData("type=SYSCALL msg=audit(1.2:3): ")]
    [InlineData("type=SYSCALL msg=audit(1.002:3")]
    [InlineData("type=SYSCALL msg=audit(1.002:3) a=b")]
    [InlineData("type=SYSCALL msg=audit(-1.002:3): ")]
    [InlineData("type=SYSCALL msg=audit(1.002:4294967296): ")]
    [InlineData("type=SYSCALL msg=audit(253402300800.000:3): ")]
    [InlineData("type=SYSCALL msg=audit(99999999999999999999.000:3): ")]
    [InlineData("node=web")]
    [InlineData("node=web msg=audit(1.002:3): ")]
    [InlineData("Nov 23 16:27:01 web kernel: usb 1-1: new device")]
    [InlineData("[   12.345678] usb 1-1: new device")]
    public void What_is_no_record_is_told_from_one(string line) =>
        Assert.False(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_host_has_a_name_of_255_bytes_at_most(int length, bool isRecord) =>
        Assert.Equal(
            isRecord,
            AuditRecord.TryParse(Encoding.ASCII.GetBytes($"node={new string('a', length)} type=SYSCALL msg=audit(1.002:3): "), out _));

    [Theory]
    [InlineData("Nov 23 16:27:01 web mallory: type=INTEGRITY_RULE msg=audit(1.002:3): file=x")]
    [InlineData("Nov 23 16:27:01 web mallory: audispd: type=INTEGRITY_RULE msg=audit(1.002:3): file=x")]
    [InlineData("Nov 23 16:27:01 web mallory: audit: type=1805 audit(1.002:3): file=x")]
    public void A_record_that_any_user_could_have_sent_to_syslog_is_not_believed(string line) =>
        Assert.False(AuditRecord.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void No_bytes_can_break_the_parser() =>
        Gen.Select(Gen.Int[0, 4], Gen.Byte.Array[0, 60])
            .Sample((head, bytes) =>
            {
                string[] heads = ["", "type=", "node=x type=SYSCALL msg=audit(", "kernel: [1] audit: type=1805 audit(1.", "x: "];
                return !AuditRecord.TryParse([.. Encoding.ASCII.GetBytes(heads[head]), .. bytes], out var record)
                    || record.Body.Length <= bytes.Length;
            });
}
