using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Platform.Files;

/// <summary>
/// A file that appears whole or not at all: written under another name beside its place, and renamed into it once the disk has it.
/// Disposed before that, it leaves what was there.
/// </summary>
public sealed class Replacement : IDisposable
{
    private const int Permissions = 0x1FF;
    private const int GroupPermissions = 0x38;
    private const int OthersPermissions = 0x7;
    private const uint Unchanged = uint.MaxValue;

    private readonly string path;
    private bool isPublished;

    /// <param name="path">Its place, in a folder that is there.</param>
    /// <param name="temporary">Its name until it is whole, in the same folder; no file may have it.</param>
    /// <param name="mode">Its permissions, of which the umask takes; null for those that any new file gets.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public Replacement(string path, string temporary, UnixFileMode? mode = null)
    {
        this.path = path;
        Content = New(temporary, FileAccess.Write, mode);
    }

    public FileStream Content { get; }

    /// <summary>An empty file without a name, in the folder where a file is to lie: gone once it is closed, however that comes about.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static FileStream Scratch(string path)
    {
        var name = $"{path}.{Environment.ProcessId}.scratch";
        var file = New(name, FileAccess.ReadWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(name);
        return file;
    }

    /// <summary>
    /// Gives it owner, group and permissions of the file that lies in its place, so that whoever read that reads this; where none does,
    /// the permissions that are named, whatever the umask is. Who may not give a file away keeps it, and its group then may do no more than
    /// everybody may: it is another group.
    /// </summary>
    /// <param name="whenNew">Where no file lies there.</param>
    /// <exception cref="IOException">That cannot be.</exception>
    public void TakeRights(UnixFileMode whenNew)
    {
        var mode = whenNew;
        if (WriteRights.Of(path) is { } before)
        {
            mode = (UnixFileMode)(before.Mode & Permissions);
            var isKept = LinuxCalls.ChangeOwner(Content.SafeFileHandle, before.Owner, before.Group) == 0
                || LinuxCalls.ChangeOwner(Content.SafeFileHandle, Unchanged, before.Group) == 0;
            if (!isKept)
                mode = (UnixFileMode)(((int)mode & ~GroupPermissions) | (((int)mode & OthersPermissions) << 3));
        }
        if (LinuxCalls.SetMode(Content.SafeFileHandle, mode) is var result and not 0)
            throw new IOException($"{Errno.Text(-result)}: {Content.Name}");
    }

    /// <summary>Gives it its name, in one step, whatever had it before.</summary>
    /// <param name="before">What is to be done once the disk has the content, and before the name is taken from another.</param>
    /// <exception cref="IOException">That cannot be; what was there is there.</exception>
    /// <exception cref="UnauthorizedAccessException">That cannot be; what was there is there.</exception>
    public void Publish(Action? before = null)
    {
        Content.Flush(flushToDisk: true);
        Content.Dispose();
        before?.Invoke();
        File.Move(Content.Name, path, overwrite: true);
        isPublished = true;
        // It has its name, whether or not that survives a power cut.
        _ = LinuxCalls.SynchroniseFolder(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
    }

    public void Dispose()
    {
        try
        {
            Content.Dispose();
        }
        finally
        {
            if (!isPublished)
                File.Delete(Content.Name);
        }
    }

    /// <summary>A new file, in a folder that only this user writes in.</summary>
    /// <exception cref="IOException">It cannot be made, or is there.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static FileStream New(string path, FileAccess access = FileAccess.ReadWrite, UnixFileMode? mode = null)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = access };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return new FileStream(path, options);
    }
}
