namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>A small file that belongs to a quote.</summary>
internal static class QuoteFile
{
    /// <summary>Far above the largest message or signature of a TPM.</summary>
    private const int MostBytes = 16 * 1024;

    /// <exception cref="CannotCheckException">It cannot be read, or is too large.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= MostBytes ? content[..length] : throw new CannotCheckException($"too large for a quote: {path}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CannotCheckException($"quote cannot be read: {path}", "name the files that tpm2_quote wrote with -m and -s", fault);
        }
    }
}
