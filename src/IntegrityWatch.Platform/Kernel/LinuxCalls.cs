using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using static IntegrityWatch.Platform.Kernel.Libc;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>
/// The Linux calls that the framework does not offer. What opens a file returns null and the errno on failure; what else can fail returns
/// what the call does, or -errno.
/// </summary>
public static unsafe class LinuxCalls
{
    /// <summary>RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS: links and <c>..</c> cannot lead out of the folder.</summary>
    private const ulong WithinFolder = 0x10 | 0x02;

    /// <summary>RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS.</summary>
    private const ulong BeneathWithoutLinks = 0x08 | 0x04;

    private const long OpenAt2 = 437;
    private const int MostAttempts = 1000;
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const short PollIn = 1;
    private const short PollOut = 4;
    private const int LockExclusively = 2;
    private const int LockWithoutWaiting = 4;
    private const int UnlockFile = 8;
    private const int GetRecordLock = 5;
    private const short ReadLock = 0;
    private const short NoLock = 2;

    /// <summary>Opens whatever lies there, links followed.</summary>
    /// <param name="path">In UTF-8, without a zero byte.</param>
    /// <param name="flags">See <see cref="OpenFlags"/>.</param>
    /// <param name="error">The errno, 0 on success.</param>
    /// <param name="mode">Of what is made.</param>
    public static SafeFileHandle? Open(ReadOnlySpan<byte> path, int flags, out int error, UnixFileMode mode = UnixFileMode.None)
    {
        fixed (byte* name = Terminated(path))
            return Handle(Result(Libc.Open(name, flags | OpenFlags.CloseOnExec, (uint)mode)), out error);
    }

    /// <inheritdoc cref="Open(ReadOnlySpan{byte}, int, out int, UnixFileMode)"/>
    public static SafeFileHandle? Open(string path, int flags, out int error, UnixFileMode mode = UnixFileMode.None) =>
        Open(Encoding.UTF8.GetBytes(path), flags, out error, mode);

    /// <summary>Opens a path as if the folder were <c>/</c> (openat2(2), Linux 5.6).</summary>
    /// <param name="folder">From where the path leads.</param>
    /// <param name="path">At most <see cref="HostPath.MostBytes"/>.</param>
    /// <param name="flags">See <see cref="OpenFlags"/>.</param>
    /// <param name="error">The errno, 0 on success.</param>
    public static SafeFileHandle? OpenWithin(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags, out int error) =>
        OpenAt(folder, path, flags, UnixFileMode.None, WithinFolder, out error);

    /// <summary>Opens a path below a folder, and follows no link on the way (openat2(2), Linux 5.6).</summary>
    public static SafeFileHandle? OpenBeneath(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags, UnixFileMode mode, out int error) =>
        OpenAt(folder, path, flags, mode, BeneathWithoutLinks, out error);

    /// <summary>socket(2); null where there is none to be had.</summary>
    internal static SafeFileHandle? Socket(int family, int type, int protocol) => Handle(Result(Libc.Socket(family, type, protocol)), out _);

    /// <summary>sendto(2): how many bytes were sent.</summary>
    internal static int SendTo(SafeFileHandle socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> address)
    {
        fixed (byte* first = bytes, to = address)
            return (int)Result(Libc.SendTo(socket, first, (nuint)bytes.Length, 0, to, (uint)address.Length));
    }

    /// <summary>read(2): how many bytes there were, 0 at the end.</summary>
    public static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
            return (int)Result(Libc.Read(file, bytes, (nuint)buffer.Length));
    }

    /// <summary>write(2): how many bytes were taken.</summary>
    public static int Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return (int)Result(Libc.Write(file, start, (nuint)bytes.Length));
    }

    /// <summary>True where a read would not wait: there is something, it has ended, or it failed (poll(2)).</summary>
    public static bool HasInput(int descriptor, int milliseconds) => IsReady(descriptor, PollIn, milliseconds);

    /// <summary>True where a write would not wait: there is room, nobody reads any more, or it failed.</summary>
    public static bool HasRoom(int descriptor, int milliseconds) => IsReady(descriptor, PollOut, milliseconds);

    /// <summary>Of which kind the file system is that a file lies on: one of <see cref="FileSystems"/> (fstatfs(2)). Null where it cannot be asked.</summary>
    public static long? FileSystemOf(SafeFileHandle file)
    {
        // struct statfs begins with the kind, a word; it has 120 bytes on 64-bit Linux.
        var status = stackalloc long[32];
        return StatFileSystem(file, status) == 0 ? *status : null;
    }

    /// <summary>Where a file's data begins at or after an offset: what lies between is a hole and reads as zeros. -<see cref="Errno.NoSuchDevice"/> where none does.</summary>
    public static long DataAt(SafeFileHandle file, long offset) => Result(Libc.Seek(file, offset, SeekData));

    /// <summary>Where a file's next hole begins at or after an offset, which lies in data; its end where there is none.</summary>
    public static long HoleAt(SafeFileHandle file, long offset) => Result(Libc.Seek(file, offset, SeekHole));

    /// <summary>True where it is a pipe or a connection whose other end is gone: nobody reads what was written last.</summary>
    public static bool HasNoReader(int descriptor) => IsReady(descriptor, 0, 0);

    /// <summary>Takes the whole file for this process alone, without waiting; -<see cref="Errno.TryAgain"/> where another has it.</summary>
    public static int TryLock(SafeFileHandle file) => Result(Lock(file, LockExclusively | LockWithoutWaiting));

    /// <summary>Gives the lock up for every copy of the descriptor.</summary>
    public static void Unlock(SafeFileHandle file) => _ = Lock(file, UnlockFile);

    /// <summary>
    /// True where another process holds a record lock (fcntl(2)) on any part of the file, to write. Nothing is locked. False where the file
    /// system cannot say.
    /// </summary>
    public static bool IsWriteLocked(SafeFileHandle file)
    {
        var asked = new RecordLock { Type = ReadLock };
        return Result(ControlLock(file, GetRecordLock, &asked)) == 0 && asked.Type != NoLock;
    }

    /// <summary>fsync(2): returns when the disk has it.</summary>
    public static int Synchronise(SafeFileHandle file) => Result(Libc.Synchronise(file));

    /// <summary>What was created or renamed in a folder survives a power cut from here on.</summary>
    public static int SynchroniseFolder(string folder)
    {
        using var opened = Open(folder, OpenFlags.ReadOnly | OpenFlags.FoldersOnly, out var error);
        // Some file systems have nothing to synchronise for a folder, and say so with this error.
        return opened is null ? -error : Synchronise(opened) is var result and not -Errno.InvalidArgument ? result : 0;
    }

    public static int Truncate(SafeFileHandle file, long length) => Result(Libc.Truncate(file, length));

    public static int SetMode(SafeFileHandle file, UnixFileMode mode) => Result(Libc.SetMode(file, (uint)mode));

    /// <summary>Of an open file.</summary>
    public static int ChangeOwner(SafeFileHandle file, uint owner, uint group) => Result(Libc.ChangeOwnerOf(file, owner, group));

    /// <summary>Of a name itself, where it is a link.</summary>
    public static int ChangeOwner(string path, uint owner, uint group) => Result(Libc.ChangeOwner(path, owner, group));

    public static int MakeFolder(string path, UnixFileMode mode) => Result(Libc.MakeFolder(path, (uint)mode));

    public static int Link(string existing, string name) => Result(Libc.Link(existing, name));

    public static int Unlink(string path) => Result(Libc.Unlink(path));

    public static int Rename(string from, string to) => Result(Libc.Rename(from, to));

    public static uint EffectiveUser() => Libc.EffectiveUser();

    public static uint EffectiveGroup() => Libc.EffectiveGroup();

    internal static nint Result(nint result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    private static long Result(long result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    internal static int Result(int result) => (int)Result((nint)result);

    internal static byte[] Terminated(ReadOnlySpan<byte> text)
    {
        var terminated = new byte[text.Length + 1];
        text.CopyTo(terminated);
        return terminated;
    }

    private static bool IsReady(int descriptor, short events, int milliseconds)
    {
        var asked = new PollDescriptor { Descriptor = descriptor, Events = events };
        return Result(Poll(&asked, 1, milliseconds)) is not (0 or -Errno.Interrupted);
    }

    private static SafeFileHandle? OpenAt(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags, UnixFileMode mode, ulong resolve, out int error)
    {
        Span<byte> terminated = stackalloc byte[path.Length + 1];
        path.CopyTo(terminated);
        terminated[^1] = 0;
        var how = new OpenHow { Flags = (ulong)(flags | OpenFlags.CloseOnExec), Mode = (ulong)mode, Resolve = resolve };
        fixed (byte* name = terminated)
        {
            for (var attempt = 1; ; attempt++)
            {
                var opened = Result(SysCall(OpenAt2, folder.DangerousGetHandle(), name, &how, (nuint)sizeof(OpenHow)));
                // While anything anywhere is being renamed, the kernel cannot say where a ".." leads, and asks to try again.
                if (opened is not (-Errno.TryAgain or -Errno.Interrupted) || attempt == MostAttempts)
                    return Handle((int)opened, out error);
            }
        }
    }

    private static SafeFileHandle? Handle(int descriptor, out int error)
    {
        error = descriptor < 0 ? -descriptor : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
