using IntegrityWatch.Evidence;

namespace IntegrityWatch.Terminal;

/// <summary>A file that appears whole or not at all: written beside its place and renamed into it.</summary>
internal static class OutputFile
{
    /// <exception cref="CannotCheckException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        // To rename over a device or a pipe would take it from everybody else.
        if (path.Length == 0 || IsNoFile(path))
            throw new CannotCheckException($"output is no file: {path}", "name a file, or leave --output out to write to standard output");
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        var isBegun = false;
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                isBegun = true;
                content(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception fault)
        {
            if (isBegun)
                File.Delete(temporary);
            if (fault is IOException or UnauthorizedAccessException)
                throw new CannotCheckException($"output cannot be written: {path}", "name a file in a folder that you may write", fault);
            throw;
        }
    }

    private static bool IsNoFile(string path)
    {
        if (!Path.Exists(path))
            return false;
        using var root = new EvidenceRoot("/");
        using var file = root.Open(HostPath.Of(Path.GetFullPath(path)));
        return file is null;
    }
}
