using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>
/// The Linux calls by which a tree of files is made and removed below a folder, with names in bytes. On the way to a name no link
/// is followed, so that nothing is ever made outside. All return 0 or a descriptor, or -errno.
/// </summary>
internal static unsafe partial class NativeTree
{
    public const int NoSuchFile = 2;
    public const int NotPermitted = 1;
    public const int Exists = 17;
    public const int NoSpace = 28;
    public const int NotImplemented = 38;
    public const int OverQuota = 122;

    /// <summary>RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS of openat2(2), Linux 5.6.</summary>
    private const ulong BeneathWithoutLinks = 0x08 | 0x04;

    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int RemoveFolderFlag = 0x200;
    private const ulong OwnerOnly = 0x180;
    private const uint OwnerOnlyFolder = 0x1C0;

    public static int OpenFolder(SafeFileHandle parent, ReadOnlySpan<byte> path) =>
        Open(parent, path, Native.PathOnly | Native.FoldersOnly, 0);

    /// <summary>A new file that its owner alone can read and write.</summary>
    public static int CreateFile(SafeFileHandle parent, ReadOnlySpan<byte> name) =>
        Open(parent, name, WriteOnly | Create | Exclusive | Native.NoFollow, OwnerOnly);

    public static int MakeFolder(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        fixed (byte* text = Terminated(name))
            return Result(MakeDirAt(parent, text, OwnerOnlyFolder));
    }

    public static int MakeLink(SafeFileHandle parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        fixed (byte* text = Terminated(name), leads = Terminated(target))
            return Result(SymLinkAt(leads, parent, text));
    }

    public static int MakeHardLink(SafeFileHandle parent, ReadOnlySpan<byte> name, SafeFileHandle oldParent, ReadOnlySpan<byte> oldName)
    {
        fixed (byte* text = Terminated(name), old = Terminated(oldName))
            return Result(LinkAt(oldParent, old, parent, text, 0));
    }

    public static int RemoveFile(SafeFileHandle parent, ReadOnlySpan<byte> name) => Remove(parent, name, 0);

    public static int RemoveFolder(SafeFileHandle parent, ReadOnlySpan<byte> name) => Remove(parent, name, RemoveFolderFlag);

    private static int Remove(SafeFileHandle parent, ReadOnlySpan<byte> name, int flags)
    {
        fixed (byte* text = Terminated(name))
            return Result(UnlinkAt(parent, text, flags));
    }

    private static int Open(SafeFileHandle parent, ReadOnlySpan<byte> path, int flags, ulong mode) =>
        Native.OpenAt(parent, path, flags, mode, BeneathWithoutLinks);

    private static byte[] Terminated(ReadOnlySpan<byte> text)
    {
        var terminated = new byte[text.Length + 1];
        text.CopyTo(terminated);
        return terminated;
    }

    private static int Result(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeDirAt(SafeFileHandle parent, byte* name, uint mode);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    private static partial int SymLinkAt(byte* target, SafeFileHandle parent, byte* name);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(SafeFileHandle oldParent, byte* oldName, SafeFileHandle parent, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int UnlinkAt(SafeFileHandle parent, byte* name, int flags);
}
