using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit.Actors;

/// <summary>What an event tells of a process: its start, or something that it does.</summary>
/// <param name="Pid">Of the process.</param>
/// <param name="Ppid">Of its parent.</param>
/// <param name="Exe">What it runs from then on.</param>
internal sealed record ToldProcess(int? Pid, int Ppid, string? Exe)
{
    public uint Serial { get; init; }

    public long Boot { get; init; }

    /// <summary>After the first.</summary>
    public TimeSpan At { get; init; }

    public uint Auid { get; init; } = 1000;

    public uint Session { get; init; } = 3;

    public uint? Euid { get; init; }

    public string? ParentExe { get; init; }

    /// <summary>Of an exec; none of anything else.</summary>
    public string[] Argv { get; init; } = [];

    public bool? Success { get; init; } = true;

    /// <summary>What ran in the process before, as its integrity records say.</summary>
    public string? Was { get; init; }

    /// <summary>Files and what they hold; <c>0</c> stands for a digest of zeros.</summary>
    public (string File, string Content)[] Rules { get; init; } = [];

    /// <summary>The names of its PATH records; behind <c>PARENT:</c> that of a folder.</summary>
    public string[] Paths { get; init; } = [];

    public string? Cwd { get; init; }

    public string? Title { get; init; }

    public static Digest DigestOf(string content) => content == "0" ? new Digest("sha256", new byte[32]) : Some.DigestOf(content);

    public AuditEvent Event()
    {
        var process = new ProcessInfo
        {
            Pid = Pid,
            Ppid = Ppid,
            Exe = Exe is null ? null : HostPath.Of(Exe),
            ParentExe = ParentExe is null ? null : HostPath.Of(ParentExe),
            Auid = Auid,
            Session = Session,
            Euid = Euid,
            Time = Some.Time + At,
        };
        return new AuditEvent
        {
            Stamp = new AuditStamp(null, process.Time.ToUnixTimeMilliseconds(), Serial),
            Boot = Boot,
            Process = process,
            Syscall = new AuditSyscall { Process = process, Success = Success },
            Argv = Argv,
            IntegrityRules = [.. Rules.Select(rule => new AuditIntegrityRule
            {
                File = HostPath.Of(rule.File),
                Digest = DigestOf(rule.Content),
                Launcher = process with { Exe = Was is null ? null : HostPath.Of(Was) },
            })],
            Paths = [.. Paths.Select(path => path.Split(':') is ["PARENT", var folder] ? new AuditPath(HostPath.Of(folder), "PARENT") : new AuditPath(HostPath.Of(path), "NORMAL"))],
            Cwd = Cwd is null ? null : HostPath.Of(Cwd),
            Proctitle = Title,
        };
    }
}
