using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Kernel;

/// <summary>
/// The kernel's <c>struct statx</c>, laid out alike on every architecture; only what is asked for here has names.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct FileStatus
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;

    [FieldOffset(16)] public readonly uint Links;
    [FieldOffset(20)] public readonly uint Owner;
    [FieldOffset(28)] private readonly ushort mode;
    [FieldOffset(32)] private readonly ulong inode;
    [FieldOffset(40)] public readonly long Length;
    [FieldOffset(136)] private readonly uint deviceMajor;
    [FieldOffset(140)] private readonly uint deviceMinor;

    public bool IsRegularFile => (mode & 0xf000) == 0x8000;

    /// <summary>True where both are the same file, whatever its names.</summary>
    public bool IsSameFileAs(in FileStatus other) =>
        (inode, deviceMajor, deviceMinor) == (other.inode, other.deviceMajor, other.deviceMinor);

    public static FileStatus Of(SafeFileHandle file)
    {
        if (Libc.StatX(file, "", EmptyPath, BasicStats, out var status) != 0)
            throw new IOException(Libc.Describe(Marshal.GetLastPInvokeError()));
        return status;
    }

    /// <summary>Of the name itself where it is a link; null where nothing has the name, or it cannot be asked.</summary>
    public static FileStatus? Of(string path) =>
        Libc.StatX(CurrentFolder, path, NoFollow, BasicStats, out var status) == 0 ? status : null;
}
