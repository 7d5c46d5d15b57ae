using System.Runtime.InteropServices;
using System.Text;
using IntegrityWatch.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>The few Linux calls that the framework does not offer.</summary>
internal static unsafe partial class Native
{
    public const int ReadOnly = 0;
    public const int NonBlocking = 0x800;
    public const int NoControllingTerminal = 0x100;
    public const int PathOnly = 0x200000;
    public const int CloseOnExec = 0x80000;

    /// <summary>O_NOFOLLOW and O_DIRECTORY, whose values are the processor's.</summary>
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;
    public static readonly int FoldersOnly = IsArm ? 0x4000 : 0x10000;

    /// <summary>RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS: links and <c>..</c> cannot lead out of the folder.</summary>
    private const ulong WithinFolder = 0x10 | 0x02;

    private const long OpenAt2 = 437;
    private const short PollIn = 1;
    public const int NotPermitted = 1;
    public const int NoSuchFile = 2;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int NotAFolder = 20;
    public const int Interrupted = 4;
    private const int MostAttempts = 1000;
    private const int AtEmptyPath = 0x1000;
    private const uint StatxType = 0x1;
    private const uint StatxInode = 0x100;
    private const int StatusSize = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const uint StatxChangeTime = 0x80;
    private const int ChangeTimeOffset = 96;
    private const int DeviceOffset = 136;
    private const int OwnerOffset = 20;
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;
    private const uint StatxMode = 0x2;
    private const uint StatxOwners = 0x18;
    private const int GroupOffset = 24;

    /// <summary>Of linux_dirent64, getdents64(2): where the record's length, the type and the name stand.</summary>
    private const int RecordLengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;
    private const byte UnknownType = 0;
    private const byte FolderType = 4;
    private const byte RegularType = 8;
    private const int DeletedMarkLength = 10;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>Opens a path as if the folder were <c>/</c> (openat2(2), Linux 5.6). Returns the descriptor or -errno.</summary>
    public static int OpenWithin(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags) => OpenAt(folder, path, flags, 0, WithinFolder);

    /// <summary>openat2(2). Returns the descriptor or -errno.</summary>
    /// <param name="folder">From where the path leads.</param>
    /// <param name="path">At most <see cref="HostPath.MostBytes"/>.</param>
    /// <param name="flags">O_...</param>
    /// <param name="mode">Of what is made.</param>
    /// <param name="resolve">RESOLVE_...</param>
    public static int OpenAt(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags, ulong mode, ulong resolve)
    {
        Span<byte> terminated = stackalloc byte[path.Length + 1];
        path.CopyTo(terminated);
        terminated[^1] = 0;
        var how = new OpenHow { Flags = (ulong)(flags | CloseOnExec), Mode = mode, Resolve = resolve };
        fixed (byte* name = terminated)
        {
            for (var attempt = 1; ; attempt++)
            {
                var descriptor = (int)SysCall(OpenAt2, folder.DangerousGetHandle(), name, &how, (nuint)sizeof(OpenHow));
                if (descriptor >= 0)
                    return descriptor;
                // While anything anywhere is being renamed, the kernel cannot say where a ".." leads, and asks to try again.
                var error = Marshal.GetLastPInvokeError();
                if (error is not (TryAgain or Interrupted) || attempt == MostAttempts)
                    return -error;
            }
        }
    }

    public static bool IsRegularFile(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        return TryGetStatus(file, StatxType, status)
            && (BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask) == RegularFile;
    }

    /// <summary>When content or status last changed, in nanoseconds since 1970; 0 where that cannot be told.</summary>
    public static long ChangeTimeOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        return TryGetStatus(file, StatxChangeTime, status)
            ? BitConverter.ToInt64(status[ChangeTimeOffset..]) * 1_000_000_000 + BitConverter.ToUInt32(status[(ChangeTimeOffset + 8)..])
            : 0;
    }

    /// <summary>The permission bits of a regular file; null for anything else.</summary>
    public static int? ModeOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        if (!TryGetStatus(file, StatxType | StatxMode, status))
            return null;
        var mode = BitConverter.ToUInt16(status[ModeOffset..]);
        return (mode & TypeMask) == RegularFile ? mode & ~TypeMask : null;
    }

    /// <summary>Null where they cannot be told.</summary>
    public static WriteRights? RightsOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        return TryGetStatus(file, StatxType | StatxMode | StatxOwners, status)
            ? new WriteRights(BitConverter.ToUInt16(status[ModeOffset..]), BitConverter.ToUInt32(status[OwnerOffset..]),
                BitConverter.ToUInt32(status[GroupOffset..]), GetAttribute(LinkTo(file), "system.posix_acl_access", null, 0) > 0)
            : null;
    }

    /// <summary>Where the kernel says that an open file lies, as this process sees it; empty where /proc does not tell.</summary>
    public static byte[] PlaceOf(SafeFileHandle file)
    {
        Span<byte> place = stackalloc byte[2 * HostPath.MostBytes];
        return place[..ReadLink(file, place)].ToArray();
    }

    /// <summary>Opens whatever lies there, links followed, to ask about it, or a folder for <see cref="OpenWithin"/>. Returns the descriptor or -errno.</summary>
    public static int OpenPlace(ReadOnlySpan<byte> path) => OpenPlace(path, PathOnly);

    /// <inheritdoc cref="OpenPlace(ReadOnlySpan{byte})"/>
    public static int OpenPlace(string path) => OpenPlace(Encoding.UTF8.GetBytes(path));

    /// <summary>Opens whatever lies there, links followed. Returns the descriptor or -errno.</summary>
    public static int OpenPlace(ReadOnlySpan<byte> path, int flags)
    {
        Span<byte> terminated = stackalloc byte[path.Length + 1];
        path.CopyTo(terminated);
        terminated[^1] = 0;
        fixed (byte* name = terminated)
        {
            var descriptor = Open(name, flags | CloseOnExec);
            return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>The path of an open file as a process confined to the folder would see it; null where it lies outside or is gone.</summary>
    public static HostPath? PathOf(SafeFileHandle file, SafeFileHandle folder)
    {
        Span<byte> within = stackalloc byte[2 * HostPath.MostBytes];
        Span<byte> whole = stackalloc byte[2 * HostPath.MostBytes];
        var length = ReadLink(folder, within);
        var path = whole[..ReadLink(file, whole)];
        var prefix = within[..length].TrimEnd((byte)'/');
        if (path.EndsWith(" (deleted)"u8) && path.Length > DeletedMarkLength)
            return null;
        if (!path.StartsWith(prefix))
            return null;
        path = path[prefix.Length..];
        return path.IsEmpty ? HostPath.Of("/") : path[0] == '/' ? new HostPath(path) : null;
    }

    /// <summary>
    /// The names in a folder, and whether each may be a file or a folder: both, where the file system does not say. What is neither is
    /// left out.
    /// </summary>
    public static List<(byte[] Name, bool MayBeFile, bool MayBeFolder)> Entries(SafeFileHandle root, ReadOnlySpan<byte> path) =>
        [.. AllEntries(root, path).Where(entry => entry.Type is FolderType or RegularType or UnknownType)
            .Select(entry => (entry.Name, entry.Type != FolderType, entry.Type != RegularType))];

    /// <summary>The names of everything in a folder; none where it is no folder, or a link to one.</summary>
    public static List<byte[]> Names(SafeFileHandle root, ReadOnlySpan<byte> path) => [.. AllEntries(root, path).Select(entry => entry.Name)];

    private static List<(byte[] Name, byte Type)> AllEntries(SafeFileHandle root, ReadOnlySpan<byte> path)
    {
        var entries = new List<(byte[], byte)>();
        var descriptor = OpenWithin(root, path, ReadOnly | FoldersOnly | NoFollow);
        if (descriptor < 0)
            return entries;
        using var opened = new SafeFileHandle(descriptor, ownsHandle: true);
        var buffer = new byte[64 * 1024];
        int length;
        while ((length = ReadEntries(opened, buffer)) > 0)
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

    /// <summary>What a link that was opened itself says; null where it is none.</summary>
    public static HostPath? TargetOf(SafeFileHandle link)
    {
        Span<byte> target = stackalloc byte[HostPath.MostBytes];
        fixed (byte* buffer = target)
        {
            var length = (int)ReadLinkAt(link, "", buffer, (nuint)target.Length);
            return length > 0 ? new HostPath(target[..length]) : null;
        }
    }

    private static int ReadLink(SafeFileHandle file, Span<byte> target)
    {
        fixed (byte* buffer = target)
        {
            var length = (int)ReadLink(LinkTo(file), buffer, (nuint)target.Length);
            return Math.Max(length, 0);
        }
    }

    private static string LinkTo(SafeFileHandle file) =>
        $"/proc/self/fd/{file.DangerousGetHandle()}";

    private static int ReadEntries(SafeFileHandle opened, byte[] buffer)
    {
        fixed (byte* entries = buffer)
            return (int)GetEntries(opened, entries, (nuint)buffer.Length);
    }

    /// <summary>Both 0 where they cannot be told. The device is its two numbers as statx(2) gives them.</summary>
    public static (ulong Device, ulong Inode) IdentityOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        return TryGetStatus(file, StatxInode, status)
            ? (BitConverter.ToUInt64(status[DeviceOffset..]), BitConverter.ToUInt64(status[InodeOffset..]))
            : (0, 0);
    }

    /// <summary>True where a read would not wait: there is something, it has ended, or it failed (poll(2)).</summary>
    public static bool HasInput(int descriptor, int milliseconds)
    {
        var asked = new PollDescriptor { Descriptor = descriptor, Events = PollIn };
        return Poll(&asked, 1, milliseconds) switch
        {
            0 => false,
            < 0 => Marshal.GetLastPInvokeError() != Interrupted,
            _ => true,
        };
    }

    /// <summary>read(2). Returns how many bytes there were, 0 at the end, or -errno.</summary>
    public static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            var length = (int)Read(file, bytes, (nuint)buffer.Length);
            return length >= 0 ? length : -Marshal.GetLastPInvokeError();
        }
    }

    private static bool TryGetStatus(SafeFileHandle file, uint mask, Span<byte> status)
    {
        fixed (byte* buffer = status)
            return StatX(file, "", AtEmptyPath, mask, buffer) == 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(long number, nint folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "getxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetAttribute(string path, string name, byte* value, nuint size);

    /// <summary>Of a name itself, where it is a link.</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Synchronise(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, byte* target, nuint size);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLinkAt(SafeFileHandle link, string path, byte* target, nuint size);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    private static partial nint GetEntries(SafeFileHandle folder, byte* entries, nuint size);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
