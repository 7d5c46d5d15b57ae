using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>The few Linux calls that the framework does not offer.</summary>
internal static unsafe partial class Native
{
    public const int ReadOnly = 0;
    public const int NonBlocking = 0x800;
    public const int NoControllingTerminal = 0x100;
    public const int PathOnly = 0x200000;
    public const int CloseOnExec = 0x80000;

    /// <summary>RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS: links and <c>..</c> cannot lead out of the folder.</summary>
    private const ulong WithinFolder = 0x10 | 0x02;

    private const long OpenAt2 = 437;
    private const int AtEmptyPath = 0x1000;
    private const uint StatxType = 0x1;
    private const uint StatxInode = 0x100;
    private const int StatusSize = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;

    /// <summary>Opens a path as if the folder were <c>/</c> (openat2(2), Linux 5.6). Returns the descriptor or -errno.</summary>
    public static int OpenWithin(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags)
    {
        Span<byte> terminated = stackalloc byte[path.Length + 1];
        path.CopyTo(terminated);
        terminated[^1] = 0;
        var how = new OpenHow { Flags = (ulong)(flags | CloseOnExec), Resolve = WithinFolder };
        fixed (byte* name = terminated)
        {
            var descriptor = (int)SysCall(OpenAt2, folder.DangerousGetHandle(), name, &how, (nuint)sizeof(OpenHow));
            return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Opens a folder for use with <see cref="OpenWithin"/>. Returns the descriptor or -errno.</summary>
    public static int OpenFolder(string path)
    {
        var descriptor = Open(path, PathOnly | CloseOnExec);
        return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
    }

    public static bool IsRegularFile(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        return TryGetStatus(file, StatxType, status)
            && (BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask) == RegularFile;
    }

    /// <summary>Both 0 where they cannot be told. The device is its two numbers as statx(2) gives them.</summary>
    public static (ulong Device, ulong Inode) IdentityOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        return TryGetStatus(file, StatxInode, status)
            ? (BitConverter.ToUInt64(status[DeviceOffset..]), BitConverter.ToUInt64(status[InodeOffset..]))
            : (0, 0);
    }

    private static bool TryGetStatus(SafeFileHandle file, uint mask, Span<byte> status)
    {
        fixed (byte* buffer = status)
            return StatX(file, "", AtEmptyPath, mask, buffer) == 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(long number, nint folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, byte* status);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
