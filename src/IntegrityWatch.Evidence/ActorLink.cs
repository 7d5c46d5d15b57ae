namespace IntegrityWatch.Evidence;

/// <summary>
/// A program in the story of how a process came to be, with the content that it had: a name alone says nothing, for any user can bind a file of
/// his over it in a namespace of his own.
/// </summary>
public sealed record ActorLink
{
    /// <summary>What the kernel appends to the path of a program whose file was replaced or removed while it ran.</summary>
    public static ReadOnlySpan<byte> DeletedMark => " (deleted)"u8;

    /// <summary>As the kernel names it.</summary>
    public required HostPath Program { get; init; }

    /// <summary>
    /// What the program can have been: the content of its own start where the log tells it, else every content that the host used under that
    /// path in that boot. Empty where none is known.
    /// </summary>
    public IReadOnlyList<Digest> Contents { get; init; } = [];

    /// <summary>
    /// The script that an interpreter was given; null where the program is none, or was started with none. Empty where nothing tells: then
    /// nobody knows what runs.
    /// </summary>
    public HostPath? Script { get; init; }

    /// <summary>As <see cref="Contents"/>.</summary>
    public IReadOnlyList<Digest> ScriptContents { get; init; } = [];

    /// <summary>True where only the process itself says which script it runs: that refutes, and proves nothing.</summary>
    public bool IsHearsay { get; init; }

    /// <summary>Null where the log does not tell.</summary>
    public uint? Euid { get; init; }

    /// <summary>True where <see cref="Contents"/> is what the process was started with, by the log's word.</summary>
    public bool IsOfStart { get; init; }

    /// <summary>The same of <see cref="ScriptContents"/>.</summary>
    public bool IsScriptOfStart { get; init; }

    /// <summary>True of a container's program: what the host has under its path says nothing of it.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>True where the program's file was replaced or removed while it ran.</summary>
    public bool IsDeleted => Program.Bytes.EndsWith(DeletedMark);

    /// <summary>The program without the kernel's mark.</summary>
    public HostPath Path => IsDeleted ? new HostPath(Program.Bytes[..^DeletedMark.Length]) : Program;

    /// <summary>What it is known by: a script by its own name, everything else by the program's.</summary>
    public HostPath Name => Script is { IsEmpty: false } script ? script : Path;
}
