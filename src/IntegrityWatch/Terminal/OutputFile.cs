using IntegrityWatch.Evidence;

namespace IntegrityWatch.Terminal;

/// <summary>A file that appears whole or not at all: written beside its place and renamed into it.</summary>
internal static class OutputFile
{
    /// <exception cref="CannotCheckException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                content(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new CannotCheckException($"output cannot be written: {path}", "name a file in a folder that you may write", fault);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
