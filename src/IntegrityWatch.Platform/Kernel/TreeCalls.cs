using Microsoft.Win32.SafeHandles;
using static IntegrityWatch.Platform.Kernel.LinuxCalls;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>
/// The Linux calls by which a tree of files is made and removed below a folder, with names in bytes. On the way to a name no link
/// is followed, so that nothing is ever made outside. What opens no file returns 0 or -errno.
/// </summary>
public static unsafe class TreeCalls
{
    private const int RemoveFolderFlag = 0x200;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static SafeFileHandle? OpenFolder(SafeFileHandle parent, ReadOnlySpan<byte> path, out int error) =>
        OpenBeneath(parent, path, OpenFlags.PathOnly | OpenFlags.FoldersOnly, UnixFileMode.None, out error);

    /// <summary>A new file that its owner alone can read and write.</summary>
    public static SafeFileHandle? CreateFile(SafeFileHandle parent, ReadOnlySpan<byte> name, out int error) =>
        OpenBeneath(parent, name, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, OwnerOnly, out error);

    public static int MakeFolder(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        fixed (byte* text = Terminated(name))
            return Result(Libc.MakeFolderAt(parent, text, (uint)(OwnerOnly | UnixFileMode.UserExecute)));
    }

    public static int MakeLink(SafeFileHandle parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        fixed (byte* text = Terminated(name), leads = Terminated(target))
            return Result(Libc.MakeLinkAt(leads, parent, text));
    }

    public static int MakeHardLink(SafeFileHandle parent, ReadOnlySpan<byte> name, SafeFileHandle oldParent, ReadOnlySpan<byte> oldName)
    {
        fixed (byte* text = Terminated(name), old = Terminated(oldName))
            return Result(Libc.LinkAt(oldParent, old, parent, text, 0));
    }

    public static int RemoveFile(SafeFileHandle parent, ReadOnlySpan<byte> name) => Remove(parent, name, 0);

    public static int RemoveFolder(SafeFileHandle parent, ReadOnlySpan<byte> name) => Remove(parent, name, RemoveFolderFlag);

    private static int Remove(SafeFileHandle parent, ReadOnlySpan<byte> name, int flags)
    {
        fixed (byte* text = Terminated(name))
            return Result(Libc.UnlinkAt(parent, text, flags));
    }
}
