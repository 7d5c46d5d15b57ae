using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Terminal;

/// <summary>A file that appears whole or not at all: written beside its place and renamed into it.</summary>
internal static class OutputFile
{
    /// <summary>For what others on this machine are not to read.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For what a group of administrators may read: names of files and of users stand in it.</summary>
    public const UnixFileMode GroupMayRead = OwnerOnly | UnixFileMode.GroupRead;

    /// <summary>For numbers, which monitoring reads as a user of its own.</summary>
    public const UnixFileMode AllMayRead = GroupMayRead | UnixFileMode.OtherRead;

    /// <summary>One that is there is replaced, and keeps its owner, group and permissions.</summary>
    /// <param name="path">Where.</param>
    /// <param name="content">Writes it.</param>
    /// <param name="whenNew">Who may read it where no file was there, whatever the umask is.</param>
    /// <exception cref="CannotCheckException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> content, UnixFileMode whenNew = GroupMayRead) =>
        Write(path, content, replacement => replacement.TakeRights(whenNew));

    /// <summary>For a secret: whoever could read what was there before cannot read this.</summary>
    /// <exception cref="CannotCheckException">It cannot be written.</exception>
    public static void WriteSecret(string path, Action<Stream> content) => Write(path, content, _ => { });

    private static void Write(string path, Action<Stream> content, Action<Replacement> giveRights)
    {
        CheckIsFile(path);
        try
        {
            using var replacement = new Replacement(path, $"{path}.{Environment.ProcessId}.tmp", OwnerOnly);
            content(replacement.Content);
            giveRights(replacement);
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
