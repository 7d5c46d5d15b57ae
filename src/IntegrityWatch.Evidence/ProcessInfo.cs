namespace IntegrityWatch.Evidence;

/// <summary>
/// Who used a file, as auditd recorded it. Ids are numbers of the host; an unset login id or session is 4294967295.
/// </summary>
public sealed record ProcessInfo
{
    /// <summary>The login id that the kernel gives to processes without a login.</summary>
    public const uint Unset = uint.MaxValue;

    public int? Pid { get; init; }

    public int? Ppid { get; init; }

    public uint? Uid { get; init; }

    public uint? Auid { get; init; }

    public uint? Gid { get; init; }

    public uint? Euid { get; init; }

    /// <summary>The name of <see cref="Uid"/>: the enriched record's, else the host's passwd file's.</summary>
    public string? User { get; init; }

    /// <summary>The task's name, at most 15 bytes, any bytes.</summary>
    public HostPath? Comm { get; init; }

    /// <summary>The program that the process runs: after the exec where the log holds the system call, the launcher's otherwise.</summary>
    public HostPath? Exe { get; init; }

    /// <summary>The script that <see cref="Exe"/>, an interpreter, was given when it was started; null where the log does not tell.</summary>
    public HostPath? Script { get; init; }

    /// <summary>
    /// The content that <see cref="Exe"/> had when it was started in this boot, as its own use in the log tells: only with it does a name
    /// say which program it was. Null where the log does not tell, or where it was another realm's.
    /// </summary>
    public Digest? ExeDigest { get; init; }

    /// <summary>The parent's program, where the log tells it.</summary>
    public HostPath? ParentExe { get; init; }

    /// <summary>The content of <see cref="ParentExe"/>, as <see cref="ExeDigest"/>.</summary>
    public Digest? ParentExeDigest { get; init; }

    /// <summary>The programs above the parent, as far as the log tells; null where it tells of none.</summary>
    public ProcessChain? Ancestors { get; init; }

    /// <summary>
    /// How the process came to be, with the content of each program. Of a use only where it leads to a package manager; null where the log does
    /// not tell.
    /// </summary>
    public ActorChain? Actors { get; init; }

    /// <summary>
    /// The command line, where it matters: of an exec its arguments, otherwise what ps shows, which a process can set. Text of any
    /// characters.
    /// </summary>
    public string? Command { get; init; }

    public string? Tty { get; init; }

    public uint? Session { get; init; }

    /// <summary>The keys of the audit rules that matched, joined by commas.</summary>
    public string? Key { get; init; }

    public DateTimeOffset Time { get; init; }
}
