using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Evidence.Archives;

/// <summary>
/// Files made below a folder under names that somebody else chose. The kernel is told to follow no link on the way, so nothing is
/// made anywhere else, whatever links were made before.
/// </summary>
internal sealed class PrivateTree : IDisposable
{
    private const int IsFolder = 21;

    private readonly SafeFileHandle top;
    private SafeFileHandle? folder;
    private byte[] folderPath = [];

    /// <param name="path">The folder; nobody else may write in it.</param>
    /// <exception cref="CannotCheckException">It cannot be opened.</exception>
    public PrivateTree(string path)
    {
        var descriptor = Native.OpenPlace(path);
        if (descriptor < 0)
            throw new CannotCheckException($"folder cannot be opened: {path}");
        top = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Makes a file and the folders above it; one that is there already makes room. Null where that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public FileStream? MakeFile(ReadOnlySpan<byte> path)
    {
        if (FolderOf(path) is not { } parent)
            return null;
        var name = NameOf(path);
        var descriptor = NativeTree.CreateFile(parent, name);
        if (descriptor == -NativeTree.Exists && NativeTree.RemoveFile(parent, name) == 0)
            descriptor = NativeTree.CreateFile(parent, name);
        return IsMade(descriptor) ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0) : null;
    }

    /// <summary>False where that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public bool MakeFolder(ReadOnlySpan<byte> path)
    {
        if (FolderOf(path) is not { } parent)
            return false;
        var made = NativeTree.MakeFolder(parent, NameOf(path));
        return made == -NativeTree.Exists || IsMade(made);
    }

    /// <summary>False where that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public bool MakeLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target)
    {
        if (FolderOf(path) is not { } parent)
            return false;
        var made = NativeTree.MakeLink(parent, NameOf(path), target);
        if (made == -NativeTree.Exists && NativeTree.RemoveFile(parent, NameOf(path)) == 0)
            made = NativeTree.MakeLink(parent, NameOf(path), target);
        return IsMade(made);
    }

    /// <summary>Gives a file of this tree another name; false where there is none, or that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public bool MakeHardLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> old)
    {
        var descriptor = old.LastIndexOf((byte)'/') is > 0 and var slash ? NativeTree.OpenFolder(top, old[..slash]) : NativeTree.OpenFolder(top, "."u8);
        if (descriptor < 0)
            return false;
        using var oldParent = new SafeFileHandle(descriptor, ownsHandle: true);
        return FolderOf(path) is { } parent && IsMade(NativeTree.MakeHardLink(parent, NameOf(path), oldParent, NameOf(old)));
    }

    /// <summary>Removes everything in the tree, whatever its name.</summary>
    public void Clear()
    {
        folder?.Dispose();
        folder = null;
        Clear([]);
    }

    public void Dispose()
    {
        folder?.Dispose();
        top.Dispose();
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];

    private static bool IsMade(int result) => result >= 0 ? true : result switch
    {
        -NativeTree.NoSpace or -NativeTree.OverQuota => throw new CannotCheckException("no room to unpack the archive",
            "name a folder with more room in the variable TMPDIR"),
        -NativeTree.NotImplemented => throw new CannotCheckException("this kernel cannot confine an archive to one folder: openat2 is missing",
            "use Linux 5.6 or newer"),
        _ => false,
    };

    /// <summary>The folder in which a path lies, made where it is missing; null where something else is in the way.</summary>
    private SafeFileHandle? FolderOf(ReadOnlySpan<byte> path)
    {
        var end = Math.Max(path.LastIndexOf((byte)'/'), 0);
        if (folder is not null && path[..end].SequenceEqual(folderPath))
            return folder;
        folder?.Dispose();
        folder = null;
        var descriptor = NativeTree.OpenFolder(top, end == 0 ? "."u8 : path[..end]);
        if (descriptor == -NativeTree.NoSuchFile)
        {
            MakeFolders(path[..end]);
            descriptor = NativeTree.OpenFolder(top, path[..end]);
        }
        if (!IsMade(descriptor))
            return null;
        folderPath = path[..end].ToArray();
        return folder = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private void MakeFolders(ReadOnlySpan<byte> path)
    {
        SafeFileHandle? parent = null;
        foreach (var part in path.Split((byte)'/'))
        {
            var made = NativeTree.MakeFolder(parent ?? top, path[part]);
            var next = made == -NativeTree.Exists || IsMade(made) ? NativeTree.OpenFolder(parent ?? top, path[part]) : made;
            parent?.Dispose();
            if (!IsMade(next))
                return;
            parent = new SafeFileHandle(next, ownsHandle: true);
        }
        parent?.Dispose();
    }

    private void Clear(byte[] path)
    {
        var isTop = path.Length == 0;
        var names = Native.Names(top, isTop ? "."u8 : path);
        if (names.Count == 0)
            return;
        var descriptor = NativeTree.OpenFolder(top, isTop ? "."u8 : path);
        if (descriptor < 0)
            return;
        using var here = new SafeFileHandle(descriptor, ownsHandle: true);
        foreach (var name in names)
        {
            if (NativeTree.RemoveFile(here, name) != -IsFolder)
                continue;
            Clear(isTop ? name : [.. path, (byte)'/', .. name]);
            NativeTree.RemoveFolder(here, name);
        }
    }
}
