using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>
/// What the kernel keeps of a file beside its content: <c>struct statx</c> of statx(2), laid out alike on every architecture; only what is
/// asked for here has names.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
public readonly struct FileStatus
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const ushort TypeMask = 0xf000;
    private const ushort RegularType = 0x8000;
    private const ushort FolderType = 0x4000;

    [FieldOffset(16)] private readonly uint links;
    [FieldOffset(20)] private readonly uint owner;
    [FieldOffset(24)] private readonly uint group;
    [FieldOffset(28)] private readonly ushort mode;
    [FieldOffset(32)] private readonly ulong inode;
    [FieldOffset(40)] private readonly long length;
    [FieldOffset(96)] private readonly long changedAt;
    [FieldOffset(104)] private readonly uint changedAtNanoseconds;
    [FieldOffset(112)] private readonly long modifiedAt;
    [FieldOffset(120)] private readonly uint modifiedAtNanoseconds;
    [FieldOffset(136)] private readonly ulong device;

    public uint Links => links;

    /// <summary>The user's number.</summary>
    public uint Owner => owner;

    /// <summary>The group's number.</summary>
    public uint Group => group;

    /// <summary>Type and permission bits (inode(7)).</summary>
    public int Mode => mode;

    /// <summary>In bytes.</summary>
    public long Length => length;

    public ulong Inode => inode;

    /// <summary>Its two numbers as statx(2) gives them, the major one below.</summary>
    public ulong Device => device;

    /// <summary>When content or status last changed, which no user can set: in nanoseconds since 1970.</summary>
    public long ChangeTime => changedAt * 1_000_000_000 + changedAtNanoseconds;

    /// <summary>When content was last written, as whoever may write the file says: in nanoseconds since 1970.</summary>
    public long ModifyTime => modifiedAt * 1_000_000_000 + modifiedAtNanoseconds;

    public bool IsRegularFile => (mode & TypeMask) == RegularType;

    public bool IsFolder => (mode & TypeMask) == FolderType;

    /// <summary>What it is, for people: <c>a pipe</c>.</summary>
    public string Kind => (mode & TypeMask) switch
    {
        RegularType => "a file",
        FolderType => "a folder",
        0x1000 => "a pipe",
        0xa000 => "a link",
        0xc000 => "a socket",
        _ => "a device",
    };

    /// <summary>The permission bits alone.</summary>
    public int Permissions => mode & ~TypeMask;

    /// <summary>True where both are the same file, whatever its names.</summary>
    public bool IsSameFileAs(in FileStatus other) => (inode, device) == (other.inode, other.device);

    /// <summary>Null where it cannot be asked.</summary>
    public static FileStatus? Of(SafeFileHandle file) => Libc.StatX(file, "", EmptyPath, BasicStats, out var status) == 0 ? status : null;

    /// <summary>Of the name itself where it is a link; null where nothing has the name, or it cannot be asked.</summary>
    public static FileStatus? Of(string path) =>
        Libc.StatX(CurrentFolder, path, NoFollow, BasicStats, out var status) == 0 ? status : null;
}
