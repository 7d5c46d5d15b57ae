using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// How far an audit log has been read, and what tells the place again when its file was rotated, or copied to another disk.
/// It holds at most 1,024 events with 256 KiB of records; on a host at rest, one or none.
/// </summary>
public sealed record AuditPosition
{
    /// <summary>Of the file in which reading ended; 0 with <see cref="Inode"/> where that is not known.</summary>
    public ulong Device { get; init; }

    /// <summary>Of the file in which reading ended; 0 where that is not known. It can go to another file when this one is removed.</summary>
    public ulong Inode { get; init; }

    /// <summary>What follows the last complete line that was read, in bytes from the file's start.</summary>
    public required long ReadTo { get; init; }

    /// <summary>Lines before that.</summary>
    public required long Lines { get; init; }

    /// <summary>SHA-256 of the first up to 512 bytes before <see cref="ReadTo"/> and of the last up to 512.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The latest stamp so far, in milliseconds since 1970-01-01 UTC; less than 0 where no record was read.</summary>
    public required long Latest { get; init; }

    /// <summary>How many records the kernel said last that it had lost.</summary>
    public long Lost { get; init; }

    /// <summary>Which boot its end is of, and how far that boot's serials go.</summary>
    public BootState Boots { get; init; } = BootState.None;

    /// <summary>The latest boot, as <see cref="BootState.Ordinal"/> counts them, of which a record told a file's digest; null for none.</summary>
    public long? Digests { get; init; }

    /// <summary>True where the log brought a file's digest in the boot that its end is of.</summary>
    public bool HasDigests => Digests == Boots.Ordinal && !Boots.AwaitsStart;

    /// <summary>Containers' mounts that were seen in the boot of <see cref="Boots"/>, whose records are still to come.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>What of this boot's list has no record yet.</summary>
    public UnrecordedMemory Unrecorded { get; init; } = UnrecordedMemory.None;

    /// <summary>The rules of IMA that the kernel took in the boot that its end is of.</summary>
    public LoggedRules Policy { get; init; } = LoggedRules.None;

    /// <summary>Whether another place remembers the same besides the place: containers' mounts, what has no record yet, and the rules of IMA.</summary>
    public bool RemembersAs(AuditPosition? other) => other is not null
        && Mounts.Select(mount => (mount.Device, mount.Point)).SequenceEqual(other.Mounts.Select(mount => (mount.Device, mount.Point)))
        && Unrecorded.Audited == other.Unrecorded.Audited && Unrecorded.Uses.SequenceEqual(other.Unrecorded.Uses) && Policy.SaysTheSameAs(other.Policy);

    /// <summary>Whose records it held.</summary>
    public NodeState Nodes { get; init; } = NodeState.None;

    /// <summary>What is missing below the kernel's latest serial and may still come; at most 256 gaps.</summary>
    public IReadOnlyList<SerialGap> SerialGaps { get; init; } = [];

    /// <summary>Of the host's last record, in milliseconds since 1970: the clock may have been set back since <see cref="Latest"/>.</summary>
    public long? LastStamp { get; init; }

    /// <summary>What was told although more of it may follow; the one that has waited longest first.</summary>
    public IReadOnlyList<AuditOpenEvent> OpenEvents { get; init; } = [];
}

/// <summary>An event that was open when a read of the log ended: more of its records may follow.</summary>
public sealed record AuditOpenEvent
{
    /// <summary>The lines of its records as the log holds them, each with its newline.</summary>
    public required byte[] Records { get; init; }

    /// <summary>The log's clock when the latest of them was read, in milliseconds since 1970-01-01 UTC.</summary>
    public required long Touched { get; init; }

    /// <summary>See <see cref="BootState.Ordinal"/>.</summary>
    public long Boot { get; init; }

    /// <summary>The parent's program, its parent's, and so on, as the log told them before the event.</summary>
    public IReadOnlyList<HostPath> Lineage { get; init; } = [];

    /// <summary>False where it was so young that the read left it to the next.</summary>
    public bool WasTold { get; init; } = true;

    /// <summary>True where the log had not told of the process before the event.</summary>
    public bool IsNewProcess { get; init; }
}

/// <summary>Serials in a row that no record has had yet, from <paramref name="First"/> to <paramref name="Last"/>.</summary>
/// <param name="Since">The log's clock when a higher serial came, in milliseconds since 1970-01-01 UTC.</param>
public readonly record struct SerialGap(uint First, uint Last, long Since);
