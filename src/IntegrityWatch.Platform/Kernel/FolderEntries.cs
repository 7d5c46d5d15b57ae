using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>What a folder holds, by names in bytes (getdents64(2)). None where it is no folder, or a link to one.</summary>
public static unsafe class FolderEntries
{
    /// <summary>Of linux_dirent64: where the record's length, the type and the name stand.</summary>
    private const int RecordLengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;
    private const byte UnknownType = 0;
    private const byte FolderType = 4;
    private const byte RegularType = 8;

    /// <summary>
    /// The names, and whether each may be a file or a folder: both, where the file system does not say. What is neither is left out.
    /// </summary>
    public static List<(byte[] Name, bool MayBeFile, bool MayBeFolder)> FilesAndFolders(SafeFileHandle root, ReadOnlySpan<byte> path) =>
        [.. All(root, path).Where(entry => entry.Type is FolderType or RegularType or UnknownType)
            .Select(entry => (entry.Name, entry.Type != FolderType, entry.Type != RegularType))];

    /// <summary>The names of everything.</summary>
    public static List<byte[]> Names(SafeFileHandle root, ReadOnlySpan<byte> path) => [.. All(root, path).Select(entry => entry.Name)];

    private static List<(byte[] Name, byte Type)> All(SafeFileHandle root, ReadOnlySpan<byte> path)
    {
        var entries = new List<(byte[], byte)>();
        using var opened = LinuxCalls.OpenWithin(root, path, OpenFlags.ReadOnly | OpenFlags.FoldersOnly | OpenFlags.NoFollow, out _);
        if (opened is null)
            return entries;
        var buffer = new byte[64 * 1024];
        int length;
        while ((length = Read(opened, buffer)) > 0)
        {
            for (var rest = buffer.AsSpan(0, length); rest.Length > NameAt; rest = rest[BitConverter.ToUInt16(rest[RecordLengthAt..])..])
            {
                var name = rest[NameAt..BitConverter.ToUInt16(rest[RecordLengthAt..])];
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    entries.Add((name.ToArray(), rest[TypeAt]));
            }
        }
        return entries;
    }

    private static int Read(SafeFileHandle opened, byte[] buffer)
    {
        fixed (byte* entries = buffer)
            return (int)Libc.GetEntries(opened, entries, (nuint)buffer.Length);
    }
}
