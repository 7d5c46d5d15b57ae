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
        using var replacement = new Replacement(path, temporary);
        Succeed(LinuxCalls.SetMode(replacement.Content.SafeFileHandle, mode), temporary);
        GiveToOwnerOf(folder, temporary);
        replacement.Content.Write(content);
        replacement.Publish(before: () =>
        {
            if (backup is not null)
                Succeed(LinuxCalls.Link(path, backup), backup);
        });
    }

    /// <summary>Makes a folder in one that is there, for the same owner.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static void MakeFolder(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(path, mode);
        GiveToOwnerOf(Path.GetDirectoryName(path)!, path);
        _ = LinuxCalls.SynchroniseFolder(Path.GetDirectoryName(path)!);
    }

    private static void GiveToOwnerOf(string folder, string path)
    {
        using var above = Open(folder);
        using var made = Open(path);
        if (WriteRights.Of(above) is { } wanted && WriteRights.Of(made) is { } has && (wanted.Owner, wanted.Group) != (has.Owner, has.Group))
            Succeed(LinuxCalls.ChangeOwner(path, wanted.Owner, wanted.Group), path);
    }

    private static SafeFileHandle Open(string path) =>
        LinuxCalls.Open(path, OpenFlags.PathOnly, out var error) ?? throw new IOException($"{Errno.Text(error)}: {path}");

    private static void Succeed(int result, string path)
    {
        if (result != 0)
            throw new IOException($"{Errno.Text(-result)}: {path}");
    }
}
