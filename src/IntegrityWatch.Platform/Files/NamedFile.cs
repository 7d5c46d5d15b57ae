using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Platform.Files;

/// <summary>
/// Opens a file that a person named, on the command line, in the configuration or in a policy. To open never waits: not at a pipe that has
/// no writer yet, and not at a device.
/// </summary>
public static class NamedFile
{
    /// <summary>Opens a regular file, so that reading it ends and does nothing else.</summary>
    /// <param name="path">As it was named.</param>
    /// <param name="what">What errors call it.</param>
    /// <param name="hint">What to do where it is missing.</param>
    /// <exception cref="CannotCheckException">It is missing, no regular file, or cannot be read.</exception>
    public static FileStream Open(string path, string what, string hint)
    {
        try
        {
            // Merely opening a device or a pipe can do something: look first, then open. Links of /proc are followed, as /dev/stdin is one.
            return KindOf(path) is { IsRegularFile: false } other
                ? throw new CannotCheckException($"not a {what} but {other.Kind}: {path}", hint)
                : OpenAny(path);
        }
        catch (FileNotFoundException fault)
        {
            throw new CannotCheckException($"no such {what}: {path}", hint, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"{what} cannot be read: {path}", hint, fault);
        }
    }

    /// <summary>Opens a file of any kind but a folder: a pipe that a shell makes of <c>&lt;(...)</c>, one with a name, a device.</summary>
    /// <param name="path">As it was named.</param>
    /// <param name="interrupted">Ends a read that waits for what is no regular file; by default <see cref="Interruption.Token"/>.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or this user may not read it.</exception>
    public static FileStream OpenAny(string path, CancellationToken? interrupted = null)
    {
        if (path.Contains('\0'))
            throw Fault(Errno.NoSuchFile, path);
        var file = LinuxCalls.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal, out var error)
            ?? throw Fault(error, path);
        try
        {
            var status = FileStatus.Of(file);
            if (status is { IsFolder: true })
                throw Fault(Errno.AccessDenied, path);
            return status is { IsRegularFile: true }
                ? new FileStream(file, FileAccess.Read, bufferSize: 0)
                : new WaitingFile(file, interrupted ?? Interruption.Token);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same, for whom one sentence serves for all that can go wrong.</summary>
    /// <exception cref="CannotCheckException">It cannot be opened.</exception>
    public static FileStream OpenAny(string path, string what, string hint)
    {
        try
        {
            return OpenAny(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"{what} cannot be read: {path}", hint, fault);
        }
    }

    /// <summary>All of a small file of any kind.</summary>
    /// <param name="path">As it was named.</param>
    /// <param name="mostBytes">Beyond which nothing is read.</param>
    /// <param name="what">What errors call it.</param>
    /// <param name="hint">What to do where it cannot be read.</param>
    /// <param name="form">What to do where it is too large.</param>
    /// <exception cref="CannotCheckException">It cannot be read, or is larger.</exception>
    public static byte[] ReadAll(string path, int mostBytes, string what, string hint, string? form = null)
    {
        using var file = OpenAny(path, what, hint);
        try
        {
            return ReadAll(file, mostBytes) ?? throw new CannotCheckException($"too large for a {what}: {path}", form);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"{what} cannot be read: {path}", hint, fault);
        }
    }

    /// <summary>What is left of a stream; null where that is more than the limit. What comes through a pipe has no length before.</summary>
    public static byte[]? ReadAll(Stream stream, int mostBytes)
    {
        var content = new MemoryStream();
        var block = new byte[Math.Min(mostBytes, 64 * 1024) + 1];
        int length;
        while ((length = stream.Read(block)) > 0)
        {
            if (content.Length + length > mostBytes)
                return null;
            content.Write(block, 0, length);
        }
        return content.ToArray();
    }

    private static FileStatus? KindOf(string path)
    {
        if (path.Contains('\0'))
            throw Fault(Errno.NoSuchFile, path);
        using var probe = LinuxCalls.Open(path, OpenFlags.PathOnly, out var error) ?? throw Fault(error, path);
        return FileStatus.Of(probe);
    }

    private static Exception Fault(int error, string path) => error switch
    {
        Errno.NoSuchFile => new FileNotFoundException($"Could not find file '{path}'.", path),
        Errno.NotAFolder => new DirectoryNotFoundException($"Could not find a part of the path '{path}'."),
        Errno.AccessDenied or Errno.NotPermitted => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        _ => new IOException($"{Errno.Text(error)} : '{path}'", error),
    };
}
