using System.Text;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>Records as kernel 6.1 and auditd 3.0.9 write them, and what reading them gives.</summary>
internal static class SomeLog
{
    public const string Sha256 = "c4a79d065f315c569b0f014782638364fe5590f9602b134b531568d8e77d2f42";

    /// <summary>audit_log_untrustedstring of the kernel.</summary>
    public static string Untrusted(ReadOnlySpan<byte> value)
    {
        foreach (var octet in value)
        {
            if (octet is (byte)'"' or < 0x21 or > 0x7e)
                return Convert.ToHexString(value);
        }
        return $"\"{Encoding.ASCII.GetString(value)}\"";
    }

    public static string Rule(
        string stamp, string file = "\"/tmp/java\"", int pid = 300, int ppid = 200, string exe = "\"/usr/bin/bash\"", string hash = $"sha256:{Sha256}") =>
        $"type=INTEGRITY_RULE msg=audit({stamp}): file={file} hash=\"{hash}\" ppid={ppid} pid={pid} auid=1000 uid=33 gid=34 euid=0 suid=35"
        + $" fsuid=36 egid=37 sgid=38 fsgid=39 tty=pts0 ses=3 comm=\"bash\" exe={exe} subj=unconfined";

    public static string Syscall(
        string stamp, int pid = 300, int ppid = 200, string exe = "\"/tmp/java\"", string key = "(null)", string success = "yes") =>
        $"type=SYSCALL msg=audit({stamp}): arch=c000003e syscall=59 success={success} exit=0 a0=55aae9227190 a1=55aae9221e20 a2=1 a3=8 items=2"
        + $" ppid={ppid} pid={pid} auid=1000 uid=33 gid=34 euid=0 suid=35 fsuid=36 egid=37 sgid=38 fsgid=39 tty=pts0 ses=3 comm=\"java\" exe={exe}"
        + $" subj=unconfined key={key}";

    public static string Execve(string stamp, string body = "argc=2 a0=\"java\" a1=\"-c\"") => $"type=EXECVE msg=audit({stamp}): {body}";

    public static string Cwd(string stamp) => $"type=CWD msg=audit({stamp}): cwd=\"/root\"";

    public static string PathRecord(string stamp, string name = "\"/tmp/java\"") =>
        $"type=PATH msg=audit({stamp}): item=0 name={name} inode=592 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0";

    public static string Proctitle(string stamp) => $"type=PROCTITLE msg=audit({stamp}): proctitle=6A617661002D63";

    /// <summary>A program's start: every record of it, in the kernel's order.</summary>
    public static string[] Exec(string stamp, string file = "\"/tmp/java\"", int pid = 300, int ppid = 200, string key = "(null)") =>
    [
        Rule(stamp, file, pid, ppid), Syscall(stamp, pid, ppid, file, key), Execve(stamp), Cwd(stamp), PathRecord(stamp, file), Proctitle(stamp),
    ];

    public static byte[] Bytes(params string[] lines) => Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    public static (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) Read(params string[] lines) => ReadBytes(Bytes(lines));

    public static (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) ReadBytes(params byte[][] oldestFirst) =>
        ReadStreams([.. oldestFirst.Select(bytes => new MemoryStream(bytes))]);

    /// <summary>As a log that a person named, which nothing follows.</summary>
    public static (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) ReadNamed(params byte[][] oldestFirst) =>
        ReadStreams([.. oldestFirst.Select(bytes => new MemoryStream(bytes))], isHostsLog: false);

    public static (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) ReadStreams(params Stream[] oldestFirst) => ReadStreams(oldestFirst, isHostsLog: true);

    private static (IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) ReadStreams(Stream[] oldestFirst, bool isHostsLog)
    {
        using var files = new AuditLogFiles([.. oldestFirst.Select((stream, i) => new AuditLogFile($"log-{i}", stream))]);
        var reader = new AuditLogReader(isHostsLog: isHostsLog);
        return ([.. reader.Read(files)], reader.Statistics);
    }

    /// <summary>Everything that an event tells, to compare by.</summary>
    public static string Describe(AuditEvent told) => string.Join('\n',
    [
        $"{told.Stamp} {told.Process} {told.LoginUser}",
        .. told.IntegrityRules.Select(rule => rule.ToString()),
        .. told.Incidents.Select(incident => incident.ToString()),
        .. told.Paths.Select(path => path.ToString()),
        $"{told.Syscall} {string.Join('|', told.Keys)} {string.Join('|', told.Argv)} {told.Cwd} {told.Proctitle}",
    ]);

}
