using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Evidence.Archives;

/// <summary>
/// A folder that only this user can enter, gone with this object: below the one that the variable TMPDIR names, or /var/tmp, which
/// unlike /tmp is never memory. Locked as long as it is in use, so that what a killed run left behind is told apart and removed by
/// the next.
/// </summary>
internal sealed class TemporaryPlace : IDisposable
{
    public const string Prefix = "integritywatch-root-";

    private const string LockName = "lock";
    private const int MostAttempts = 10;

    private readonly string place;
    private readonly SafeFileHandle held;

    private TemporaryPlace(string place, SafeFileHandle held)
    {
        (this.place, this.held) = (place, held);
        Folder = Path.Combine(place, "root");
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Below which folder it lies where nothing else is said.</summary>
    public static string Parent => Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } named ? Path.GetFullPath(named) : "/var/tmp";

    /// <summary>Empty at first.</summary>
    public string Folder { get; }

    /// <exception cref="CannotCheckException">None can be made.</exception>
    public static TemporaryPlace Make(string parent)
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
        Remove(place);
        held.Dispose();
    }

    /// <summary>Null where somebody came in between.</summary>
    private static TemporaryPlace? TryMake(string place)
    {
        using (var parent = OpenFolder(Path.GetDirectoryName(place)!))
            if (parent is null || TreeCalls.MakeFolder(parent, System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(place))) < 0)
                return null;
        try
        {
            return new TemporaryPlace(place, Lock(place, OpenFlags.Create | OpenFlags.Exclusive));
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Another run, which takes this one for a leftover, holds the lock only while it removes it.
    private static SafeFileHandle Lock(string place, int flags)
    {
        var file = LinuxCalls.Open(Path.Combine(place, LockName), flags | OpenFlags.ReadWrite | OpenFlags.NoFollow | OpenFlags.NonBlocking,
            out var error, UnixFileMode.UserRead | UnixFileMode.UserWrite) ?? throw new IOException(Errno.Text(error));
        if (LinuxCalls.TryLock(file) == 0)
            return file;
        file.Dispose();
        throw new IOException("another run has it");
    }

    private static void RemoveLeftovers(string parent)
    {
        foreach (var place in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            // In a folder where everybody writes, anybody can give anything that name.
            using var folder = OpenFolder(place);
            if (folder is null || new FileInfo(place).LinkTarget is not null || WriteRights.Of(folder)?.Owner != LinuxCalls.EffectiveUser())
                continue;
            try
            {
                using var held = Lock(place, 0);
                Remove(place);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                TryRemoveEmpty(place);
            }
        }
    }

    private static void TryRemoveEmpty(string place)
    {
        try
        {
            Directory.Delete(place);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is in use.
        }
    }

    private static void Remove(string place)
    {
        using var tree = new PrivateTree(place);
        tree.Clear();
        TryRemoveEmpty(place);
    }

    private static SafeFileHandle? OpenFolder(string path) =>
        LinuxCalls.Open(path, OpenFlags.PathOnly, out _);
}
