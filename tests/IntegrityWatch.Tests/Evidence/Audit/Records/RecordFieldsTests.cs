using System.Text;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit.Records;

/// <summary>On records whose fields all differ, so that none can stand for another.</summary>
public sealed class RecordFieldsTests
{
    private const string Process = "ppid=11 pid=12 auid=13 uid=14 gid=15 euid=16 suid=17 fsuid=18 egid=19 sgid=20 fsgid=21 tty=pts9 ses=22 comm=\"name\" exe=\"/bin/exe\"";

    [Fact]
    public void Each_number_of_a_process_is_its_own()
    {
        var process = AuditSyscall.Parse(Encoding.ASCII.GetBytes($"arch=c000003e syscall=59 success=yes {Process} subj=label key=\"k\" UID=\"user\" AUID=\"login\""), Some.Time).Process;

        Assert.Equal(
            new ProcessInfo
            {
                Ppid = 11, Pid = 12, Auid = 13, Uid = 14, Gid = 15, Euid = 16, Tty = "pts9", Session = 22, Comm = HostPath.Of("name"), Exe = HostPath.Of("/bin/exe"),
                User = "user", Time = Some.Time,
            },
            process);
    }

    [Theory]
    [InlineData("subj=system_u:system_r:container_t:s0:c1,c2", "system_u:system_r:container_t:s0:c1,c2")]
    [InlineData("subj=\"docker-default (enforce)\"", "docker-default (enforce)")]
    [InlineData("subj=docker-default", "docker-default")]
    [InlineData("subj=\"\"", null)]
    [InlineData("subj=", null)]
    [InlineData("subj=(null)", null)]
    [InlineData("", null)]
    public void A_label_is_what_the_record_says_of_it(string field, string? label)
    {
        var told = AuditSyscall.Parse(Encoding.ASCII.GetBytes($"syscall=59 {Process} {field} key=(null)"), Some.Time).Label;

        Assert.Equal(label?.Split(' ')[0], told?.Split(' ')[0]);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void A_label_is_no_longer_than_any_is(int length, bool isTaken) => Assert.Equal(
        isTaken, AuditSyscall.Parse(Encoding.ASCII.GetBytes($"syscall=59 {Process} subj={new string('a', length)}"), Some.Time).Label is not null);

    [Theory]
    [InlineData("tty=(none)", null)]
    [InlineData("tty=pts1", "pts1")]
    public void No_terminal_is_none(string field, string? tty) =>
        Assert.Equal(tty, AuditSyscall.Parse(Encoding.ASCII.GetBytes($"syscall=59 pid=1 {field}"), Some.Time).Process.Tty);

    [Theory]
    [InlineData("a0=\"x\" a1=\"y\"", "x y")]
    [InlineData("a0=\"x\" a1[0]=\"y\" a1[1]=\"z\" a2=\"w\"", "x yz w")]
    [InlineData("a0=\"x\" a1[0=\"y\"", "x")]
    [InlineData("a0=\"x\" a1]=\"y\"", "x")]
    [InlineData("a0=\"x\" a=\"y\" b1=\"z\"", "x")]
    [InlineData("a0=\"x\" a1[0]=\"y\" a2[0]=\"z\"", "x y z")]
    [InlineData("argc=1 a0=\"x\" a1_len=9", "x")]
    public void Arguments_are_put_together_of_their_pieces(string body, string arguments)
    {
        var taken = new AuditArguments();
        taken.Take(Encoding.ASCII.GetBytes(body));

        Assert.Equal(arguments.Split(' '), taken.ToList());
    }

    [Theory]
    [InlineData("dev=fe:00", 0xfe, 0)]
    [InlineData("dev=00:2c", 0, 0x2c)]
    [InlineData("dev=:01", -1, 0)]
    [InlineData("dev=fe:", -1, 0)]
    [InlineData("dev=fe00", -1, 0)]
    [InlineData("dev=xx:00", -1, 0)]
    [InlineData("", -1, 0)]
    public void A_device_has_two_numbers(string field, int major, int minor) => Assert.Equal(
        major < 0 ? null : new DeviceNumber((uint)major, (uint)minor),
        AuditPath.Parse(Encoding.ASCII.GetBytes($"item=0 name=\"/bin/a\" inode=1 {field} mode=0100755"))!.Device);

    [Theory]
    [InlineData(0L, 0L, false, true)]
    [InlineData(0L, 0L, true, false)]
    [InlineData(0L, 1L, false, false)]
    [InlineData(null, 0L, false, false)]
    public void A_log_has_digests_where_one_came_in_the_boot_that_its_end_is_of(long? digests, long boot, bool awaitsStart, bool has) => Assert.Equal(has, new AuditPosition
    {
        Device = 1, Inode = 2, ReadTo = 3, Lines = default!, Fingerprint = [], Latest = 4, Digests = digests, Boots = new BootState { Ordinal = boot, AwaitsStart = awaitsStart },
    }.HasDigests);

    [Fact]
    public void Only_an_exec_is_a_start()
    {
        var (events, _) = SomeLog.Read(
            [SomeLog.Rule("1700000000.000:41", "\"/lib/mapped\""), SomeLog.Syscall("1700000000.000:41"), SomeLog.Proctitle("1700000000.000:41"), .. SomeLog.Exec("1700000001.000:42")]);

        Assert.Equal([false, true], events.SelectMany(told => told.FileUses).Select(use => use.IsStart));
    }

    [Fact]
    public void A_parent_s_program_is_known_by_a_name_that_the_kernel_writes_in_hexadecimal_digits()
    {
        var (events, _) = SomeLog.Read(
            [SomeLog.Syscall("1700000000.000:41", pid: 200, ppid: 1, exe: SomeLog.Untrusted("/opt/my tool"u8)), .. SomeLog.Exec("1700000001.000:42", pid: 300, ppid: 200)]);

        Assert.Equal("/opt/my tool", events[^1].Process.ParentExe.ToString());
    }
}
