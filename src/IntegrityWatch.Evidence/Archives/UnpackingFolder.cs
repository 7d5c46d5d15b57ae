using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Evidence.Archives;

/// <summary>
/// A folder that only this user can enter, gone with this object: below the one that the variable TMPDIR names, or /var/tmp, which
/// unlike /tmp is never memory. Locked as long as it is in use, so that what a killed run left behind is told apart and removed by
/// the next.
/// </summary>
internal sealed class UnpackingFolder : IDisposable
{
    public const string Prefix = "integritywatch-root-";

    private const string LockName = "lock";
    private const int MostAttempts = 10;

    private readonly string path;
    private readonly SafeFileHandle held;

    private UnpackingFolder(string path, SafeFileHandle held)
    {
        (this.path, this.held) = (path, held);
        Root = Path.Combine(path, "root");
        Directory.CreateDirectory(Root);
    }

    /// <summary>Below which folder it lies where nothing else is said.</summary>
    public static string Parent => Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } named ? Path.GetFullPath(named) : "/var/tmp";

    /// <summary>Empty at first.</summary>
    public string Root { get; }

    /// <exception cref="CannotCheckException">None can be made.</exception>
    public static UnpackingFolder Make(string parent)
    {
        try
        {
            RemoveLeftovers(parent);
            for (var attempt = 0; attempt < MostAttempts; attempt++)
                if (TryMake(Path.Combine(parent, Prefix + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal))) is { } made)
                    return made;
            throw new IOException();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"no folder to unpack the archive in: {parent}", "name one that you may write in the variable TMPDIR", fault);
        }
    }

    public void Dispose()
    {
        Remove(path);
        held.Dispose();
    }

    /// <summary>Null where it cannot be made, or another process locked it first.</summary>
    private static UnpackingFolder? TryMake(string path)
    {
        using (var parent = OpenFolder(Path.GetDirectoryName(path)!))
            if (parent is null || TreeCalls.MakeFolder(parent, System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path))) < 0)
                return null;
        try
        {
            return new UnpackingFolder(path, Lock(path, OpenFlags.Create | OpenFlags.Exclusive, mustHold: false));
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Another run, which takes this one for a leftover, holds the lock only while it removes it.
    /// <param name="path">The folder's.</param>
    /// <param name="flags">How to open the file in it.</param>
    /// <param name="mustHold">Whether a file system that knows no locks will not do: it says nothing of whether another run is there.</param>
    private static SafeFileHandle Lock(string path, int flags, bool mustHold)
    {
        var file = LinuxCalls.Open(Path.Combine(path, LockName), flags | OpenFlags.ReadWrite | OpenFlags.NoFollow | OpenFlags.NonBlocking,
            out var error, UnixFileMode.UserRead | UnixFileMode.UserWrite) ?? throw new IOException(Errno.Text(error));
        var locked = LinuxCalls.TryLock(file);
        if (locked == 0 || (!mustHold && locked != -Errno.TryAgain))
            return file;
        file.Dispose();
        throw new IOException("another run has it");
    }

    private static void RemoveLeftovers(string parent)
    {
        foreach (var path in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            // In a folder where everybody writes, anybody can give anything that name.
            using var folder = OpenFolder(path);
            if (folder is null || new FileInfo(path).LinkTarget is not null || WriteRights.Of(folder)?.Owner != LinuxCalls.EffectiveUser())
                continue;
            try
            {
                using var held = Lock(path, 0, mustHold: true);
                Remove(path);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                TryRemoveEmpty(path);
            }
        }
    }

    private static void TryRemoveEmpty(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is in use.
        }
    }

    private static void Remove(string path)
    {
        using var tree = new PrivateTree(path);
        tree.Clear();
        TryRemoveEmpty(path);
    }

    private static SafeFileHandle? OpenFolder(string path) =>
        LinuxCalls.Open(path, OpenFlags.PathOnly, out _);
}
