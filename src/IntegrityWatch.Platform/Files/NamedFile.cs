namespace IntegrityWatch.Platform.Files;

/// <summary>A file that a person named on the command line: a regular file, so that reading it ends and does nothing else.</summary>
public static class NamedFile
{
    /// <param name="path">As it was named.</param>
    /// <param name="what">What errors call it.</param>
    /// <param name="hint">What to do where it is missing.</param>
    /// <exception cref="CannotCheckException">It is missing, no regular file, or cannot be read.</exception>
    public static FileStream Open(string path, string what, string hint)
    {
        if (Directory.Exists(path))
            throw new CannotCheckException($"not a {what} but a folder: {path}", hint);
        try
        {
            using var root = new EvidenceRoot("/");
            return root.Open(System.IO.Path.GetFullPath(path))
                ?? throw new CannotCheckException(File.Exists(path) ? $"not a {what}: {path}" : $"no such {what}: {path}", hint);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CannotCheckException($"{what} cannot be read: {path}", hint, fault);
        }
    }
}
