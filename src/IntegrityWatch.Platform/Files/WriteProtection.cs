using System.Text;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Files;

/// <summary>
/// Refuses what decides about the verdict, the configuration, policies and the history, where anybody can write it but root
/// and the user who runs the program. The file that was opened counts, wherever links led to it, and the folder that holds
/// it; folders further up do not.
/// </summary>
public static class WriteProtection
{
    /// <summary>
    /// Opens a file for reading and checks it. A pipe with a name is refused: any process may write to it, or none. A pipe without one, which a shell makes of <c>&lt;(...)</c>, has its writer.
    /// </summary>
    /// <exception cref="CannotCheckException">It is such a pipe, or others can write it.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static FileStream Open(string path, string what)
    {
        var stream = NamedFile.OpenAny(path);
        try
        {
            RefusePipe(stream.SafeFileHandle, path, what);
            Check(stream.SafeFileHandle, path, what);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>See <see cref="Open"/>.</summary>
    /// <exception cref="CannotCheckException">It is a pipe with a name.</exception>
    public static void RefusePipe(string path, string what)
    {
        using var opened = LinuxCalls.Open(path, OpenFlags.PathOnly, out _);
        if (opened is not null)
            RefusePipe(opened, path, what);
    }

    private static void RefusePipe(SafeFileHandle file, string path, string what)
    {
        if (WriteRights.Of(file) is { IsPipe: true } && FileLocation.Of(file) is [(byte)'/', ..])
            throw new CannotCheckException($"{what} is a pipe: {path}", "name a regular file");
    }

    /// <summary>Checks a file that was opened, and the folder in which it lies.</summary>
    /// <param name="file">It may be a pipe or a device, which are nobody's to keep.</param>
    /// <param name="path">By which it was opened.</param>
    /// <param name="what">What it is to the reader: <c>policy</c>.</param>
    /// <exception cref="CannotCheckException">Others can write it.</exception>
    public static void Check(SafeFileHandle file, string path, string what)
    {
        if (WriteRights.Of(file) is not { IsDevice: false } rights)
            return;
        Check(rights, path, what);
        var location = FileLocation.Of(file);
        // A pipe between two programs lies in no folder: pipe:[4711].
        if (location.Length > 0 && location[0] != '/')
            return;
        var folder = location.Length > 0 ? location[..Math.Max(location.AsSpan().LastIndexOf((byte)'/'), 1)] : Encoding.UTF8.GetBytes(FolderOf(path));
        CheckFolder(folder, what);
    }

    /// <summary>Checks a file that was opened, and not the folder in which it lies.</summary>
    /// <exception cref="CannotCheckException">Others can write it.</exception>
    public static void CheckFile(SafeFileHandle file, string path, string what)
    {
        if (WriteRights.Of(file) is { IsDevice: false } rights)
            Check(rights, path, what);
    }

    /// <summary>Checks a folder, which need not be there.</summary>
    /// <exception cref="CannotCheckException">Others can write it.</exception>
    public static void CheckFolder(string folder, string what) => CheckFolder(Encoding.UTF8.GetBytes(folder), what);

    private static void CheckFolder(byte[] folder, string what)
    {
        using var opened = LinuxCalls.Open(folder, OpenFlags.PathOnly, out _);
        if (opened is not null && WriteRights.Of(opened) is { } rights)
            Check(rights, LossyUtf8.Decode(folder), $"folder of the {what}");
    }

    private static void Check(WriteRights rights, string path, string what)
    {
        if (rights.IsForeign(LinuxCalls.EffectiveUser()))
            throw new CannotCheckException(
                $"{what} belongs to another user, number {rights.Owner}: {path}",
                Environment.IsPrivilegedProcess ? $"look at what is in it, then chown root {path}" : "use one that belongs to you or to root");
        if (rights.IsOpenToOthers)
            throw new CannotCheckException($"{what} can be written by others, its mode is {rights.Octal}: {path}",
                $"look at what is in it, then {(rights.HasAccessList ? $"setfacl -b {path} and " : "")}chmod go-w {path}");
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
}
