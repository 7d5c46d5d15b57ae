namespace IntegrityWatch.Evidence.Archives;

/// <summary>One entry of an archive, as its header has it: nothing of it is to be trusted.</summary>
internal sealed record ArchiveEntry
{
    public required ArchiveEntryKind Kind { get; init; }

    /// <summary>In the archive's own bytes.</summary>
    public required byte[] Name { get; init; }

    /// <summary>Where a link leads; empty for anything else.</summary>
    public required byte[] Target { get; init; }

    /// <summary>In bytes, of what follows the header.</summary>
    public required long Size { get; init; }

    /// <summary>Permission bits, and those that lend the owner's rights.</summary>
    public required int Mode { get; init; }

    public required DateTime ModifiedAt { get; init; }
}
