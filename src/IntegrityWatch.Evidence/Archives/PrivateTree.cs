using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Evidence.Archives;

/// <summary>
/// Files made below a folder under untrusted names. The kernel is told to follow no link on the way, so nothing is
/// made anywhere else, whatever links were made before.
/// </summary>
internal sealed class PrivateTree : IDisposable
{
    private readonly SafeFileHandle top;
    private SafeFileHandle? folder;
    private byte[] folderPath = [];

    /// <param name="path">The folder; only this user may write in it.</param>
    /// <exception cref="CannotCheckException">It cannot be opened.</exception>
    public PrivateTree(string path)
    {
        top = LinuxCalls.Open(path, OpenFlags.PathOnly, out _) ?? throw new CannotCheckException($"folder cannot be opened: {path}");
    }

    /// <summary>Makes a file and the folders above it; one that is there already makes room. Null where that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public FileStream? MakeFile(ReadOnlySpan<byte> path)
    {
        if (FolderOf(path) is not { } parent)
            return null;
        var name = NameOf(path);
        var made = TreeCalls.CreateFile(parent, name, out var error);
        if (error == Errno.AlreadyExists && TreeCalls.RemoveFile(parent, name) == 0)
            made = TreeCalls.CreateFile(parent, name, out error);
        return IsMade(-error) ? new FileStream(made!, FileAccess.Write, bufferSize: 0) : null;
    }

    /// <summary>False where that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public bool MakeFolder(ReadOnlySpan<byte> path)
    {
        if (FolderOf(path) is not { } parent)
            return false;
        var made = TreeCalls.MakeFolder(parent, NameOf(path));
        return made == -Errno.AlreadyExists || IsMade(made);
    }

    /// <summary>False where that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public bool MakeLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target)
    {
        if (FolderOf(path) is not { } parent)
            return false;
        var made = TreeCalls.MakeLink(parent, NameOf(path), target);
        if (made == -Errno.AlreadyExists && TreeCalls.RemoveFile(parent, NameOf(path)) == 0)
            made = TreeCalls.MakeLink(parent, NameOf(path), target);
        return IsMade(made);
    }

    /// <summary>Gives a file of this tree another name; false where there is none, or that cannot be.</summary>
    /// <exception cref="CannotCheckException">There is no room on the disk.</exception>
    public bool MakeHardLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> old)
    {
        using var oldParent = TreeCalls.OpenFolder(top, old.LastIndexOf((byte)'/') is > 0 and var slash ? old[..slash] : "."u8, out _);
        return oldParent is not null && FolderOf(path) is { } parent && IsMade(TreeCalls.MakeHardLink(parent, NameOf(path), oldParent, NameOf(old)));
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
        -Errno.NoSpace or -Errno.OverQuota => throw new CannotCheckException("no room to unpack the archive",
            "name a folder with more room in the variable TMPDIR"),
        -Errno.NotImplemented => throw new CannotCheckException("this kernel cannot confine an archive to one folder: openat2 is missing",
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
        folder = TreeCalls.OpenFolder(top, end == 0 ? "."u8 : path[..end], out var error);
        if (error == Errno.NoSuchFile)
        {
            MakeFolders(path[..end]);
            folder = TreeCalls.OpenFolder(top, path[..end], out error);
        }
        if (IsMade(-error))
            folderPath = path[..end].ToArray();
        return folder;
    }

    private void MakeFolders(ReadOnlySpan<byte> path)
    {
        SafeFileHandle? parent = null;
        foreach (var part in path.Split((byte)'/'))
        {
            var made = TreeCalls.MakeFolder(parent ?? top, path[part]);
            var error = -made;
            var next = made == -Errno.AlreadyExists || IsMade(made) ? TreeCalls.OpenFolder(parent ?? top, path[part], out error) : null;
            parent?.Dispose();
            parent = next;
            if (!IsMade(-error))
                return;
        }
        parent?.Dispose();
    }

    private void Clear(byte[] path)
    {
        var isTop = path.Length == 0;
        var names = FolderEntries.Names(top, isTop ? "."u8 : path);
        if (names.Count == 0)
            return;
        using var here = TreeCalls.OpenFolder(top, isTop ? "."u8 : path, out _);
        if (here is null)
            return;
        foreach (var name in names)
        {
            if (TreeCalls.RemoveFile(here, name) != -Errno.IsAFolder)
                continue;
            Clear(isTop ? name : [.. path, (byte)'/', .. name]);
            TreeCalls.RemoveFolder(here, name);
        }
    }
}
