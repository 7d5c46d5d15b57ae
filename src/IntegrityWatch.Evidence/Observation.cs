using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence;

/// <summary>
/// One path with one digest, as the kernel saw it used, whichever sources told of it.
/// </summary>
public sealed record Observation
{
    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    public required EvidenceSources Sources { get; init; }

    /// <summary>Whose use it is.</summary>
    public Realm Realm { get; init; }

    /// <summary>Of another realm than the host's: the container's label or root, or the node's name. Text of any characters.</summary>
    public string? Container { get; init; }

    /// <summary>True where the disk agrees that it is the container's, or there is none to ask: then what only the list told of goes over to it.</summary>
    public bool IsProven { get; init; }

    /// <summary>The name of the container's image, as its engine keeps it; null where no file says it, and of the host.</summary>
    public string? Image { get; init; }

    /// <summary>True of a container's content that lies in its writable layer and in no layer of its image: it came after the image was made.</summary>
    public bool CameLater { get; init; }

    /// <summary>True where the image holds another content at the path.</summary>
    public bool IsOtherInImage { get; init; }

    /// <summary>The place of its latest record by the kernel's order; null where the log does not tell of it.</summary>
    public LogPlace? LastLogged { get; init; }

    /// <summary>True where its entry is of an earlier boot, whose list a kexec carried here: no news, and no use of this boot.</summary>
    public bool IsCarried { get; init; }

    /// <summary>
    /// True where only the measurement list names the file and the name holds an underscore: it may be a space on disk.
    /// </summary>
    public bool PathMayHoldSpaces { get; init; }

    /// <summary>The number of the list's entry; the latest where several say the same; 0 where the list does not hold it.</summary>
    public long ListEntry { get; init; }

    /// <summary>
    /// True for what only audit tells of, where this boot's list holds a later use of the same sort, so that it should hold this one.
    /// </summary>
    public bool ShouldBeListed { get; init; }

    /// <summary>The key whose signature the file carried, where it was checked and is valid: text of any characters.</summary>
    public string? SignedBy { get; init; }

    /// <summary>See <see cref="Use.SignatureExplains"/>.</summary>
    public bool SignatureExplains { get; init; }

    /// <summary>The first process that used it, where audit tells.</summary>
    public ProcessInfo? FirstProcess { get; init; }

    /// <summary>The latest process that used it, where audit tells.</summary>
    public ProcessInfo? LatestProcess { get; init; }
}
