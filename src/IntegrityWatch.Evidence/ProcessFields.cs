using System.Text;
using IntegrityWatch.Evidence.Fields;

namespace IntegrityWatch.Evidence;

/// <summary>The fields of a process.</summary>
public static class ProcessFields
{
    public static readonly IReadOnlyList<Field<ProcessInfo>> All =
    [
        new(new() { Stored = "pid", Json = "pid", Flat = ("pid", 44), Ecs = [("process.pid", 1)], Cef = new("spid", 20, 11), Line = "pid" },
            process => process.Pid, (process, value) => process with { Pid = (int?)value }),
        new(new() { Stored = "ppid", Json = "ppid", Flat = ("ppid", 44), Ecs = [("process.parent.pid", 5)], Cef = CefKey.Number(1, "parentProcessId"), Line = "ppid" },
            process => process.Ppid, (process, value) => process with { Ppid = (int?)value }),
        new(new() { Stored = "uid", Json = "uid", Flat = ("uid", 41), Ecs = [("process.real_user.id", 7), ("user.id", 1)], Cef = new("suid", 1023, 13), Line = "uid" },
            process => process.Uid, (process, value) => process with { Uid = (uint?)value }),
        new(new() { Stored = "auid", Json = "auid", Flat = ("auid", 41), Ecs = [("labels.login_uid", 3)], Cef = CefKey.Number(3, "loginUserId"), MayBeUnset = true },
            process => process.Auid, (process, value) => process with { Auid = (uint?)value }),
        new(new() { Stored = "gid", Json = "gid", Flat = ("gid", 43) },
            process => process.Gid, (process, value) => process with { Gid = (uint?)value }),
        new(new() { Stored = "euid", Json = "euid", Flat = ("euid", 42), Ecs = [("process.user.id", 6)], Cef = CefKey.Number(2, "effectiveUserId"), Line = "euid" },
            process => process.Euid, (process, value) => process with { Euid = (uint?)value }),
        // ECS: process.user is the effective user, process.real_user the real one, whose name is known.
        new(new() { Ecs = [("process.user.name", 6)] }, process => process.Euid == process.Uid ? process.User : null),
        new(new() { Stored = "user", Json = "user", Flat = ("user", 40), Ecs = [("process.real_user.name", 7), ("user.name", 2)], Cef = new("suser", 1023, 14), Line = "user" },
            process => process.User, (process, value) => process with { User = (string?)value }),
        new(new() { Stored = "comm", Json = "comm", Flat = ("comm", 45), Ecs = [("process.name", 3)] },
            process => process.Comm, (process, value) => process with { Comm = (HostPath?)value }),
        new(new() { Stored = "exe", Json = "exe", Flat = ("exe", 45), Ecs = [("process.executable", 2)], Cef = new("sproc", 1023, 12), Line = "exe" },
            process => process.Exe, (process, value) => process with { Exe = (HostPath?)value }),
        new(new() { Stored = "script", Json = "script", IsLeftOut = true, Flat = ("script", 45), Line = "script", Label = "Script" },
            process => process.Script, (process, value) => process with { Script = (HostPath?)value }),
        new(new() { Stored = "exeIs" },
            process => Packed(process.ExeDigest), (process, value) => process with { ExeDigest = Unpacked(value) }),
        new(new() { Stored = "parent", Json = "parentExe", Flat = ("parent_exe", 45), Ecs = [("process.parent.executable", 5)], Cef = CefKey.String(4, "parentProcess"), Line = "parent" },
            process => process.ParentExe, (process, value) => process with { ParentExe = (HostPath?)value }),
        new(new() { Stored = "parentIs" },
            process => Packed(process.ParentExeDigest), (process, value) => process with { ParentExeDigest = Unpacked(value) }),
        new(new() { Stored = "above", Json = "ancestors", IsLeftOut = true, Flat = ("ancestors", 45) },
            process => FieldValue.Of(process.Ancestors?.Programs), (process, value) => process with { Ancestors = new ProcessChain(value.Paths) }),
        new(new() { Stored = "actors" },
            process => process.Actors?.Packed(), (process, value) => process with { Actors = (HostPath?)value is { } packed ? ActorChain.Unpacked(packed) : null }),
        new(new() { Stored = "command", Json = "command", IsLeftOut = true, Flat = ("command", 45), Ecs = [("process.command_line", 4)], Cef = CefKey.String(3, "commandLine"), Line = "command", Label = "Command" },
            process => process.Command, (process, value) => process with { Command = (string?)value }),
        new(new() { Stored = "tty", Json = "tty", Flat = ("tty", 45), Label = "Terminal" },
            process => process.Tty, (process, value) => process with { Tty = (string?)value }),
        new(new() { Stored = "ses", Json = "session", Flat = ("session", 45), Label = "Session", MayBeUnset = true },
            process => process.Session, (process, value) => process with { Session = (uint?)value }),
        new(new() { Stored = "key", Json = "key", Flat = ("audit_key", 45), Ecs = [("labels.audit_key", 4)], Label = "Audit key" },
            process => process.Key, (process, value) => process with { Key = (string?)value }),
        new(new() { Stored = "time", IsRequired = true, Json = "time", Flat = ("process_time", 45), Line = "time" },
            process => process.Time, (process, value) => process with { Time = value.Time }),
    ];

    /// <summary>The length of the algorithm's name, the name, and the bytes: about half of what the digits take.</summary>
    private static HostPath? Packed(Digest? digest) =>
        digest is null ? null : new HostPath([(byte)digest.Algorithm.Length, .. Encoding.ASCII.GetBytes(digest.Algorithm), .. digest.Value]);

    private static Digest? Unpacked(FieldValue value) =>
        (HostPath?)value is { IsEmpty: false } packed && packed.Bytes[0] < packed.Bytes.Length
            ? new Digest(Encoding.ASCII.GetString(packed.Bytes[1..(1 + packed.Bytes[0])]), packed.Bytes[(1 + packed.Bytes[0])..])
            : null;
}
