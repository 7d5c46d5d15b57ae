using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Terminal;

/// <summary>A file that appears whole or not at all: written beside its place and renamed into it.</summary>
internal static class OutputFile
{
    /// <summary>For what others on this machine are not to read.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="path">Where.</param>
    /// <param name="content">Writes it.</param>
    /// <param name="mode">Who may read it; null where that is as the user's umask has it.</param>
    /// <exception cref="CannotCheckException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> content, UnixFileMode? mode = null)
    {
        CheckIsFile(path);
        try
        {
            using var replacement = new Replacement(path, $"{path}.{Environment.ProcessId}.tmp", mode);
            content(replacement.Content);
            replacement.Publish();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, fault);
        }
    }

    /// <summary>For who changes something before there is anything to write: what is wrong with the place is told first.</summary>
    /// <exception cref="CannotCheckException">It could not be written.</exception>
    public static void Try(string path)
    {
        CheckIsFile(path);
        try
        {
            Replacement.Scratch(path).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, fault);
        }
    }

    /// <summary>To rename over a device or a pipe would take it from everybody else.</summary>
    private static void CheckIsFile(string path)
    {
        if (path.Length == 0 || IsNoFile(path))
            throw new CannotCheckException($"output is no file: {path}", "name a file, or leave --output out to write to standard output");
    }

    private static CannotCheckException CannotWrite(string path, Exception fault) =>
        new($"output cannot be written: {path}", "name a file in a folder that you may write", fault);

    private static bool IsNoFile(string path)
    {
        if (!Path.Exists(path))
            return false;
        using var root = new EvidenceRoot("/");
        using var file = root.Open(HostPath.Of(Path.GetFullPath(path)));
        return file is null;
    }
}
