using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>What a file was when it was hashed: as long as it is that, it has those digests.</summary>
public sealed record HashedFile
{
    public required HostPath Path { get; init; }

    public required long Length { get; init; }

    public required ulong Device { get; init; }

    public required ulong Inode { get; init; }

    /// <summary>See <see cref="FileStatus.ModifyTime"/>.</summary>
    public required long Modified { get; init; }

    /// <summary>See <see cref="FileStatus.ChangeTime"/>: no user can set it back.</summary>
    public required long Changed { get; init; }

    /// <summary>One for each algorithm that was asked for.</summary>
    public required IReadOnlyList<Digest> Digests { get; init; }

    public bool IsStill(in FileStatus status) =>
        (Length, Device, Inode, Modified, Changed) == (status.Length, status.Device, status.Inode, status.ModifyTime, status.ChangeTime);

    internal static HashedFile Of(HostPath path, in FileStatus status, IReadOnlyList<Digest> digests) => new()
    {
        Path = path,
        Length = status.Length,
        Device = status.Device,
        Inode = status.Inode,
        Modified = status.ModifyTime,
        Changed = status.ChangeTime,
        Digests = digests,
    };
}

/// <summary>Remembers what files were when they were hashed. Asked and told on one thread.</summary>
public interface IHashMemory
{
    /// <summary>Null where it is not known.</summary>
    HashedFile? Hashed(HostPath path);

    void Put(HashedFile file);
}
