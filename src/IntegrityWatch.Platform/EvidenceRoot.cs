using System.Text;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform;

/// <summary>
/// The folder under which a host's files lie: <c>/</c> on the host itself, a mounted disk, a tree brought from elsewhere, an archive
/// that was unpacked for this.
/// Links inside it are followed as on the host and never lead out of it; only regular files are opened.
/// </summary>
public sealed class EvidenceRoot : IDisposable
{
    private readonly SafeFileHandle folder;
    private readonly IDisposable? owned;

    /// <exception cref="CannotCheckException">There is no such folder.</exception>
    public EvidenceRoot(string path) : this(path, path, null)
    {
    }

    /// <param name="path">The folder.</param>
    /// <param name="name">What messages and reports call it.</param>
    /// <param name="owned">What goes away with the root.</param>
    /// <exception cref="CannotCheckException">There is no such folder.</exception>
    public EvidenceRoot(string path, string name, IDisposable? owned)
    {
        Name = name;
        this.owned = owned;
        IsOwn = path.Length > 0 && System.IO.Path.GetFullPath(path) == "/";
        var error = Errno.NoSuchFile;
        folder = (Directory.Exists(path) ? LinuxCalls.Open(path, OpenFlags.PathOnly, out error) : null)
            ?? throw new CannotCheckException(
                error == Errno.NoSuchFile ? $"no such root: {path}" : $"root cannot be opened: {path}",
                "name the folder that holds the host's files, with sys, proc and var in it, or an archive of them");
        IsLive = IsOwn || (owned is null && IsOfRunningKernel());
    }

    /// <summary>The folder, or the archive in its place, as the user named it.</summary>
    public string Name { get; }

    /// <summary>True for <c>/</c>: the files are those that this program sees itself.</summary>
    public bool IsOwn { get; }

    /// <summary>
    /// True where the evidence is the running kernel's, as it is now: the boot id below the root is its. So <c>/host</c> in a container is live;
    /// an archive never is.
    /// </summary>
    public bool IsLive { get; }

    /// <summary>True for an archive, unpacked as long as this is open: what was packed once grows no older.</summary>
    public bool IsArchive => owned is not null;

    /// <summary>Where a path of the host lies for a person who looks for it.</summary>
    public string Locate(string path) => IsOwn ? "/" + path : System.IO.Path.Combine(Name, path);

    /// <summary>Opens a file for reading; null where there is none.</summary>
    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public FileStream? Open(string path, int bufferSize = 0)
    {
        var handle = Open(Encoding.UTF8.GetBytes(path), out var error);
        if (handle is not null)
            return new FileStream(handle, FileAccess.Read, bufferSize);
        if (error is Errno.NoSuchFile or Errno.NotAFolder)
            return null;
        var message = $"cannot be read: {Locate(path)} ({Errno.Describe(error)})";
        throw error is Errno.AccessDenied or Errno.NotPermitted ? new DeniedException(message) : new CannotCheckException(message);
    }

    /// <summary>Opens any path of the host for reading; null where it is missing, unreadable or no regular file.</summary>
    public FileStream? Open(HostPath path) =>
        Open(path.Bytes, out _) is { } handle ? new FileStream(handle, FileAccess.Read, bufferSize: 0) : null;

    /// <summary>True where something lies there that this user may not read.</summary>
    public bool IsDenied(HostPath path)
    {
        using var file = Open(path.Bytes, out var error);
        return error is Errno.AccessDenied or Errno.NotPermitted;
    }

    /// <summary>
    /// The path by which the kernel knows what lies there, all links followed as on the host; null where nothing does.
    /// </summary>
    public HostPath? Resolve(HostPath path)
    {
        using var found = Try(path.Bytes, OpenFlags.PathOnly, out _);
        return found is null ? null : FileLocation.Within(folder, found);
    }

    /// <summary>On which kind of file system something lies, see <see cref="FileSystems"/>, links followed; null where nothing lies there.</summary>
    /// <param name="path">As for <see cref="Open(string, int)"/>, without the leading slash.</param>
    public long? FileSystemOf(string path)
    {
        using var found = Try(Encoding.UTF8.GetBytes(path), OpenFlags.PathOnly, out _);
        return found is null ? null : LinuxCalls.FileSystemOf(found);
    }

    /// <summary>What the kernel keeps of a file, links followed as on the host; null where nothing lies there.</summary>
    public FileStatus? StatusOf(HostPath path)
    {
        using var found = Try(path.Bytes, OpenFlags.PathOnly, out _);
        return found is null ? null : FileStatus.Of(found);
    }

    /// <summary>True where anything at all lies there, links followed.</summary>
    /// <param name="path">As for <see cref="Open(string, int)"/>, without the leading slash.</param>
    public bool Has(string path)
    {
        using var found = Try(Encoding.UTF8.GetBytes(path), OpenFlags.PathOnly, out _);
        return found is not null;
    }

    /// <inheritdoc cref="Has(string)"/>
    public bool Has(HostPath path)
    {
        using var found = Try(path.Bytes, OpenFlags.PathOnly, out _);
        return found is not null;
    }

    /// <summary>What a link says, wherever that leads; null where there is no link.</summary>
    public HostPath? ReadLink(HostPath path)
    {
        using var link = Try(path.Bytes, OpenFlags.PathOnly | OpenFlags.NoFollow, out _);
        return link is null ? null : FileLocation.TargetOf(link);
    }

    /// <summary>The regular files in and below a folder, depth first; links are left alone, and what cannot be read is passed over.</summary>
    public IEnumerable<HostPath> FilesBelow(HostPath path)
    {
        var folders = new Stack<HostPath>();
        if (Resolve(path) is { } start)
            folders.Push(start);
        while (folders.TryPop(out var next))
        {
            foreach (var (name, mayBeFile, mayBeFolder) in FolderEntries.FilesAndFolders(folder, next.Bytes))
            {
                var child = next.Child(name);
                if (child.Bytes.Length > HostPath.MostBytes)
                    continue;
                if (mayBeFolder)
                    folders.Push(child);
                if (mayBeFile)
                    yield return child;
            }
        }
    }

    /// <summary>The regular files in a folder, in no order; none where it cannot be read.</summary>
    public IEnumerable<HostPath> FilesIn(HostPath path) =>
        FolderEntries.FilesAndFolders(folder, path.Bytes).Where(entry => entry.MayBeFile).Select(entry => path.Child(entry.Name));

    /// <summary>The folders in a folder, in no order; none where it cannot be read.</summary>
    public IEnumerable<HostPath> FoldersIn(HostPath path) => Resolve(path) is not { } start ? []
        : FolderEntries.FilesAndFolders(folder, start.Bytes).Where(entry => entry.MayBeFolder).Select(entry => path.Child(entry.Name));

    /// <summary>Opens a program, library or module, by what <see cref="ProgramFile"/> takes for one; null where it is none, or a link.</summary>
    public FileStream? OpenProgram(HostPath path)
    {
        using (var probe = Try(path.Bytes, OpenFlags.PathOnly | OpenFlags.NoFollow, out _))
            if (probe is null || FileStatus.Of(probe) is not { IsRegularFile: true } status || !ProgramFile.Is(path, status.Permissions))
                return null;
        return Open(path);
    }

    /// <summary>Whose a file or folder is, links followed as on the host; null where nothing is there or it cannot be asked.</summary>
    public WriteRights? RightsOf(string path)
    {
        using var found = Try(Encoding.UTF8.GetBytes(path), OpenFlags.PathOnly, out _);
        return found is null ? null : WriteRights.Of(found);
    }

    /// <summary>The text of a file up to a limit in bytes, beyond which nothing is read; null where there is none.</summary>
    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public string? ReadText(string path, int mostBytes) => ReadText(path, Open(path), mostBytes);

    /// <summary>The same, of any path of the host; null also where it cannot be read.</summary>
    public string? ReadText(HostPath path, int mostBytes) => ReadText(path.ToString(), Open(path), mostBytes);

    /// <summary>The trimmed text of a small file; null where there is none or it is empty.</summary>
    public string? ReadLine(string path)
    {
        using var file = Open(path);
        if (file is null)
            return null;
        Span<byte> buffer = stackalloc byte[4096];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var text = LossyUtf8.Decode(buffer[..length]).Trim();
        return text.Length == 0 ? null : text;
    }

    public void Dispose()
    {
        folder.Dispose();
        owned?.Dispose();
    }

    private bool IsOfRunningKernel()
    {
        const string BootId = "proc/sys/kernel/random/boot_id";
        try
        {
            return ReadLine(BootId) is { } below && File.ReadAllText("/" + BootId).Trim() == below;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CannotCheckException)
        {
            return false;
        }
    }

    private string? ReadText(string path, FileStream? opened, int mostBytes)
    {
        using var file = opened;
        if (file is null)
            return null;
        try
        {
            // What the kernel makes up as it is read has no length before.
            using var content = new MemoryStream();
            var block = new byte[Math.Min(mostBytes, 16 * 1024)];
            int length;
            while (content.Length < mostBytes
                && (length = file.Read(block, 0, (int)Math.Min(block.Length, mostBytes - content.Length))) > 0)
                content.Write(block, 0, length);
            return LossyUtf8.Decode(content.GetBuffer().AsSpan(0, (int)content.Length));
        }
        catch (IOException fault)
        {
            throw new CannotCheckException($"cannot be read: {Locate(path.TrimStart('/'))} ({fault.Message})", cause: fault);
        }
    }

    private SafeFileHandle? Open(ReadOnlySpan<byte> path, out int error)
    {
        error = 0;
        // Merely opening a device or a pipe can do something or hang: look first, then open.
        using (var probe = Try(path, OpenFlags.PathOnly, out error))
            if (probe is null || FileStatus.Of(probe) is not { IsRegularFile: true })
            {
                error = probe is null ? error : Errno.NoSuchFile;
                return null;
            }
        var file = Try(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal, out error);
        if (file is null || FileStatus.Of(file) is { IsRegularFile: true })
            return file;
        file.Dispose();
        error = Errno.NoSuchFile;
        return null;
    }

    private SafeFileHandle? Try(ReadOnlySpan<byte> path, int flags, out int error)
    {
        error = Errno.NoSuchFile;
        if (path.IsEmpty || path.Length > HostPath.MostBytes || path.Contains((byte)0))
            return null;
        var opened = LinuxCalls.OpenWithin(folder, path, flags, out error);
        if (error == Errno.NotImplemented)
            throw new CannotCheckException("this kernel cannot confine a look to one folder: openat2 is missing",
                "use Linux 5.6 or newer");
        return opened;
    }
}
