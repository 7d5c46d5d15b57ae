using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.History.Storage;

/// <summary>A small file beside a history, replaced as a whole and for its owner alone.</summary>
internal static class SmallFile
{
    /// <summary>Not synchronised with the disk: after a power cut the one before may be there.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is there.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written; what was there is there.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = Replacement.New(temporary, FileAccess.Write, WorkingCopy.Mode))
                write(file);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw;
        }
    }
}
