using System.Globalization;
using System.Text;

namespace IntegrityWatch.Hosts;

/// <summary>Records of the audit log as kernel 6.1 and auditd 3.0 write them, in the kernel's order.</summary>
internal static class HostRecords
{
    public static string Stamp(DateTimeOffset time, long serial) =>
        string.Create(CultureInfo.InvariantCulture, $"msg=audit({time.ToUnixTimeSeconds()}.{time.Millisecond:000}:{serial}):");

    /// <summary>audit_log_untrustedstring of the kernel.</summary>
    public static string Untrusted(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return bytes.Any(octet => octet is (byte)'"' or < 0x21 or > 0x7e) ? Convert.ToHexString(bytes) : $"\"{value}\"";
    }

    /// <summary>A program's start.</summary>
    public static List<string> Exec(string stamp, HostActor actor, int pid, string file, string hash, string exe, int inode) =>
    [
        Rule(stamp, actor, pid, file, hash),
        Syscall(stamp, actor, pid, 59, exe, items: 1),
        $"type=EXECVE {stamp} argc={Arguments(actor, file).Count} {string.Join(' ', Arguments(actor, file).Select((word, number) => $"a{number}={Untrusted(word)}"))}",
        $"type=CWD {stamp} cwd=\"/\"",
        $"type=PATH {stamp} item=0 name={Untrusted(file)} inode={inode} dev={actor.Device} mode=0100755 ouid=0 ogid=0 rdev=00:00"
            + " nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0",
        Proctitle(stamp, Arguments(actor, exe)),
    ];

    /// <summary>A library that a program takes in.</summary>
    public static List<string> Map(string stamp, HostActor actor, int pid, string file, string hash) =>
    [
        Rule(stamp, actor, pid, file, hash),
        Syscall(stamp, actor, pid, 9, actor.Program, items: 0),
        $"type=MMAP {stamp} fd=3 flags=0x812",
        Proctitle(stamp, Arguments(actor, actor.Program)),
    ];

    /// <summary>A module that is loaded.</summary>
    public static List<string> Load(string stamp, HostActor actor, int pid, string file, string hash) =>
    [
        Rule(stamp, actor, pid, file, hash),
        Syscall(stamp, actor, pid, 313, actor.Program, items: 0),
        $"type=KERN_MODULE {stamp} name={Untrusted(Path.GetFileNameWithoutExtension(file))}",
        Proctitle(stamp, Arguments(actor, actor.Program)),
    ];

    /// <summary>What stands in the log when a boot begins, before serial 5 of it.</summary>
    public static IEnumerable<(long Serial, string Line)> Boot(Func<long, string> stamp) =>
    [
        (2, $"type=AVC {stamp(2)} apparmor=\"STATUS\" info=\"AppArmor Filesystem Enabled\" pid=1 comm=\"swapper/0\""),
        (3, $"type=CONFIG_CHANGE {stamp(3)} op=set audit_pid=310 old=0 auid=4294967295 ses=4294967295 subj=unconfined res=1"),
        (4, $"type=SYSTEM_BOOT {stamp(4)} pid=320 uid=0 auid=4294967295 ses=4294967295 subj=unconfined msg='comm=\"systemd-update-utmp\""
            + " exe=\"/usr/lib/systemd/systemd-update-utmp\" hostname=? addr=? terminal=? res=success'"),
    ];

    public static string DaemonStart(string stamp) =>
        $"type=DAEMON_START {stamp} op=start ver=3.0.9 format=raw kernel=6.1.0-30-amd64 auid=4294967295 pid=310 uid=0 ses=4294967295"
        + " subj=unconfined  res=success";

    public static string PolicyRule(string stamp, string action, string function) =>
        $"type=INTEGRITY_POLICY_RULE {stamp} action={action} func={function}{MaskOf(function)} res=1";

    /// <summary>What a rule for that hook asks of a file.</summary>
    public static string MaskOf(string function) => function switch
    {
        "MODULE_CHECK" => "",
        "FILE_CHECK" => " mask=^MAY_READ euid=0",
        _ => " mask=MAY_EXEC",
    };

    public static string Violation(string stamp, string file, string cause) =>
        $"type=INTEGRITY_PCR {stamp} pid=125 uid=0 auid=4294967295 ses=4294967295 subj=unconfined op=invalid_pcr cause={cause} comm=\"bash\""
        + $" name={Untrusted(file)} dev=\"vda\" ino=11085 res=1 errno=0";

    public static string Appraisal(string stamp, string file, string cause) =>
        $"type=INTEGRITY_DATA {stamp} pid=125 uid=0 auid=4294967295 ses=4294967295 subj=unconfined op=appraise_data cause={cause} comm=\"bash\""
        + $" name={Untrusted(file)} dev=\"vda\" ino=11085 res=0 errno=0";

    /// <summary>A file that was opened to be written, under an audit rule with a key.</summary>
    public static List<string> Write(string stamp, HostActor actor, int pid, string file, bool succeeds) =>
    [
        Syscall(stamp, actor, pid, 257, actor.Program, items: 1, succeeds),
        $"type=CWD {stamp} cwd=\"/\"",
        $"type=PATH {stamp} item=0 name={Untrusted(file)} inode=4711 dev={actor.Device} mode=0100644 ouid=0 ogid=0 rdev=00:00"
            + " nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0",
        Proctitle(stamp, Arguments(actor, actor.Program)),
    ];

    /// <summary>A file that was made, under an audit rule with a key.</summary>
    public static List<string> Make(string stamp, HostActor actor, int pid, string file) =>
    [
        Syscall(stamp, actor, pid, 257, actor.Program, items: 2),
        $"type=CWD {stamp} cwd=\"/\"",
        $"type=PATH {stamp} item=0 name={Untrusted(file[..(file.LastIndexOf('/') + 1)])} inode=12 dev={actor.Device} mode=040755 ouid=0 ogid=0 rdev=00:00"
            + " nametype=PARENT cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0",
        $"type=PATH {stamp} item=1 name={Untrusted(file)} inode=77 dev={actor.Device} mode=0100644 ouid=0 ogid=0 rdev=00:00"
            + " nametype=CREATE cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0",
        Proctitle(stamp, Arguments(actor, actor.Program)),
    ];

    private static string Rule(string stamp, HostActor actor, int pid, string file, string hash) =>
        $"type=INTEGRITY_RULE {stamp} file={Untrusted(file)} hash=\"{hash}\" ppid={actor.Parent} pid={pid} {Users(actor)}"
        + $" comm={Comm(actor.Program)} exe={Untrusted(actor.Program)} subj={actor.Label}";

    private static string Syscall(string stamp, HostActor actor, int pid, int number, string exe, int items, bool succeeds = true) =>
        $"type=SYSCALL {stamp} arch=c000003e syscall={number} success={(succeeds ? "yes exit=0" : "no exit=-13")} a0=55d0 a1=55d1 a2=55d2 a3=8"
        + $" items={items} ppid={actor.Parent} pid={pid} {Users(actor)} comm={Comm(exe)} exe={Untrusted(exe)} subj={actor.NewLabel ?? actor.Label}"
        + $" key={(actor.Key is { } key ? Untrusted(key) : "(null)")}";

    private static string Users(HostActor actor) =>
        $"auid={actor.LoginUser} uid={actor.User} gid={actor.User} euid={actor.EffectiveUser} suid={actor.SavedUser} fsuid={actor.EffectiveUser}"
        + $" egid={actor.EffectiveUser} sgid={actor.SavedUser} fsgid={actor.EffectiveUser} tty=(none) ses=4294967295";

    private static string Comm(string program)
    {
        var name = Path.GetFileName(program);
        return Untrusted(name.Length > 15 ? name[..15] : name);
    }

    private static IReadOnlyList<string> Arguments(HostActor actor, string program) => actor.Arguments ?? [program];

    private static string Proctitle(string stamp, IReadOnlyList<string> words) =>
        $"type=PROCTITLE {stamp} proctitle={Convert.ToHexString(Encoding.UTF8.GetBytes(string.Join('\0', words)))}";
}
