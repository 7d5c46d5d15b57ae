using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>The system calls that the framework has no word for: appending without following links, and taking back.</summary>
internal static unsafe partial class AppendLibc
{
    public const int Interrupted = 4;
    public const int TooManyLinks = 40;

    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int NoControllingTerminal = 0x100;
    private const int ToEnd = 0x400;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const uint OwnerWritesGroupReads = 0x1a0; // 0640
    private const int AtEmptyPath = 0x1000;
    private const uint StatxType = 0x1;
    private const int StatusSize = 256;
    private const int ModeOffset = 28;
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;

    /// <summary>Differs between the kernel's architectures.</summary>
    private static int NoFollow =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    /// <summary>Null with <see cref="Marshal.GetLastPInvokeError"/> set on failure. Waits for nobody, not even at a pipe.</summary>
    public static SafeFileHandle? OpenToAppend(string path)
    {
        const int flags = ReadWrite | Create | ToEnd | NonBlocking | NoControllingTerminal | CloseOnExec;
        var descriptor = Open(path, flags | NoFollow, OwnerWritesGroupReads);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public static bool IsRegularFile(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        fixed (byte* buffer = status)
        {
            return StatX(file, "", AtEmptyPath, StatxType, buffer) == 0
                && (BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask) == RegularFile;
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint length);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Truncate(SafeFileHandle file, long length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, byte* status);
}
