using System.Runtime.InteropServices;
using System.Text;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Files;

/// <summary>
/// A file that another program reads by its name: it appears whole or not at all, belongs to the owner of its folder, and never
/// is without its name while another takes its place.
/// </summary>
public static class PlacedFile
{
    /// <param name="path">Its place, in a folder that is there.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">Its permissions, whatever the process's mask is.</param>
    /// <param name="backup">A second name, which no file has, for what lies there now; null where nothing does.</param>
    /// <exception cref="IOException">It cannot be written; what was there is there.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written; what was there is there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, string? backup)
    {
        var folder = Path.GetDirectoryName(path)!;
        // A beginning and an end by which no program takes it for one of its own files.
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        var isBegun = false;
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                isBegun = true;
                SetMode(file.SafeFileHandle, mode);
                GiveToOwnerOf(folder, temporary);
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            if (backup is not null)
                Succeed(Native.Link(path, backup), backup);
            File.Move(temporary, path, overwrite: true);
            isBegun = false;
            Synchronise(folder);
        }
        finally
        {
            if (isBegun)
                File.Delete(temporary);
        }
    }

    /// <summary>Makes a folder in one that is there, for the same owner.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static void MakeFolder(string path, UnixFileMode mode)
    {
        CreateFolder(path, mode);
        GiveToOwnerOf(Path.GetDirectoryName(path)!, path);
        Synchronise(Path.GetDirectoryName(path)!);
    }

    private static void GiveToOwnerOf(string folder, string path)
    {
        using var above = Open(folder, Native.PathOnly);
        using var made = Open(path, Native.PathOnly);
        if (Native.RightsOf(above) is { } wanted && Native.RightsOf(made) is { } has && (wanted.Owner, wanted.Group) != (has.Owner, has.Group))
            Succeed(Native.ChangeOwner(path, wanted.Owner, wanted.Group), path);
    }

    /// <summary>What was renamed in it survives a power cut from here on.</summary>
    private static void Synchronise(string folder)
    {
        using var opened = Open(folder, Native.ReadOnly | Native.FoldersOnly);
        _ = Native.Synchronise(opened);
    }

    private static SafeFileHandle Open(string path, int flags)
    {
        var descriptor = Native.OpenPlace(Encoding.UTF8.GetBytes(path), flags);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{Marshal.GetPInvokeErrorMessage(-descriptor)}: {path}");
    }

    private static void Succeed(int result, string path)
    {
        if (result != 0)
            throw new IOException($"{Marshal.GetLastPInvokeErrorMessage()}: {path}");
    }

    private static void SetMode(SafeFileHandle file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
    }

    private static void CreateFolder(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(path, mode);
    }
}
