using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// Which content a process's program had: that of its own start where the log told it, else that of the program's latest use in this boot.
/// The kernel tells of a content once, so that most starts are told of no more.
/// </summary>
/// <param name="memory">What earlier looks know of this boot.</param>
/// <param name="listId">This boot's list.</param>
internal sealed class ProgramContents(IEvidenceMemory memory, string listId)
{
    private const int MostProcesses = 32 * 1024;
    private const int MostPrograms = 16 * 1024;

    private readonly Dictionary<int, (HostPath Exe, Digest Content)> started = [];
    private readonly Dictionary<(string? Container, HostPath Path), Digest?> latest = [];
    private long boot;

    /// <summary>Takes a use: from here on it is the latest of its path.</summary>
    /// <param name="use">Of a file with a digest.</param>
    /// <param name="origin">Where it is from; null for the host.</param>
    public void Learn(in Use use, UseOrigin? origin)
    {
        TakeBoot(use.Place.Logged.Boot);
        if (latest.Count >= MostPrograms)
            latest.Clear();
        latest[(origin?.Name, use.Path)] = use.Digest;
        if (!use.IsStart || use.Process is not { Pid: { } pid, Exe: { } exe } || exe != use.Path)
            return;
        if (started.Count >= MostProcesses)
            started.Clear();
        started[pid] = (exe, use.Digest);
    }

    /// <summary>The process with the contents of its program and of its parent's.</summary>
    public ProcessInfo Complete(ProcessInfo process, UseOrigin? origin, long ofBoot)
    {
        TakeBoot(ofBoot);
        return process with
        {
            ExeDigest = Of(process.Pid, process.Exe, origin) ?? (process.Ppid is { } ppid ? OfStart(ppid, process.Exe) : null),
            ParentExeDigest = Of(process.Ppid, process.ParentExe, origin),
        };
    }

    private Digest? Of(int? pid, HostPath? exe, UseOrigin? origin) =>
        exe is not { } program ? null : (pid is { } number ? OfStart(number, exe) : null) ?? Latest(program, origin);

    private Digest? OfStart(int pid, HostPath? exe) =>
        exe is { } program && started.TryGetValue(pid, out var known) && known.Exe == program ? known.Content : null;

    private Digest? Latest(HostPath program, UseOrigin? origin)
    {
        if (latest.TryGetValue((origin?.Name, program), out var known))
            return known;
        return latest[(origin?.Name, program)] = origin is null ? memory.ContentOf(program, boot, listId) : null;
    }

    /// <summary>What an earlier boot ran says nothing of this one.</summary>
    private void TakeBoot(long next)
    {
        if (next == boot)
            return;
        boot = next;
        started.Clear();
        latest.Clear();
    }
}
