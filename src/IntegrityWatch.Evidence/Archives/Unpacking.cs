namespace IntegrityWatch.Evidence.Archives;

/// <summary>Takes the entries of an archive into a tree, and counts what it does not take.</summary>
/// <param name="archive">At its beginning.</param>
/// <param name="tree">Empty.</param>
/// <param name="largest">In bytes: larger files are passed over without a word.</param>
internal sealed class Unpacking(ArchiveReader archive, PrivateTree tree, long largest)
{
    private const int Permissions = 0x1FF;
    private const int OwnerReads = 0x100;

    private readonly SortedDictionary<string, long> leftOut = new(StringComparer.Ordinal);

    /// <summary>How many entries were left out, and for what.</summary>
    public IReadOnlyDictionary<string, long> LeftOut => leftOut;

    /// <summary>Takes the next entry; false at the end.</summary>
    /// <exception cref="CannotCheckException">The archive is damaged or too large, or there is no room.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    public bool Next(CancellationToken interrupted)
    {
        interrupted.ThrowIfCancellationRequested();
        if (archive.Read() is not { } entry)
            return false;
        if (TryTake(entry, interrupted) is { } why)
            leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
        return true;
    }

    /// <summary>Null, or why it was left out.</summary>
    private string? TryTake(ArchiveEntry entry, CancellationToken interrupted)
    {
        if (entry.Kind == ArchiveEntryKind.Special)
            return "devices, pipes and the like";
        if (entry.Kind == ArchiveEntryKind.Sparse)
            return "files that are stored without their holes";
        if (!TryConfine(entry.Name, out var path))
            return "names that lead out of it";
        if (path.Length == 0)
            return null;
        if (entry.Size > largest && entry.Kind == ArchiveEntryKind.File)
            return null;
        var isMade = entry.Kind switch
        {
            ArchiveEntryKind.Folder => tree.MakeFolder(path),
            ArchiveEntryKind.Link => !entry.Target.Contains((byte)0) && entry.Target.Length is > 0 and < HostPath.MostBytes && tree.MakeLink(path, entry.Target),
            ArchiveEntryKind.HardLink => TryConfine(entry.Target, out var old) && old.Length > 0 && tree.MakeHardLink(path, old),
            ArchiveEntryKind.File or ArchiveEntryKind.Sparse or ArchiveEntryKind.Special => TakeFile(entry, path, interrupted),
        };
        return isMade ? null : "entries for which there is no place";
    }

    private bool TakeFile(ArchiveEntry entry, byte[] path, CancellationToken interrupted)
    {
        using var file = tree.MakeFile(path);
        if (file is null)
            return false;
        archive.CopyTo(file, interrupted);
        // The user who unpacks must be able to read the files; setuid and setgid are dropped.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)((entry.Mode & Permissions) | OwnerReads));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, entry.ModifiedAt);
        return true;
    }

    /// <summary>The name without what says nothing; false where it begins at the top, climbs, or is no name.</summary>
    private static bool TryConfine(ReadOnlySpan<byte> name, out byte[] path)
    {
        path = [];
        if (name.StartsWith((byte)'/') || name.Contains((byte)0) || name.Length >= HostPath.MostBytes)
            return false;
        var parts = new List<byte>(name.Length);
        foreach (var range in name.Split((byte)'/'))
        {
            var part = name[range];
            if (part.SequenceEqual(".."u8))
                return false;
            if (part.IsEmpty || part.SequenceEqual("."u8))
                continue;
            if (parts.Count > 0)
                parts.Add((byte)'/');
            parts.AddRange(part);
        }
        path = [.. parts];
        return true;
    }
}
