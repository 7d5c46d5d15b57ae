using System.Text.Json;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>
/// Reads lists of known bad content: plain text, CSV, STIX 2.1 bundles and MISP events, told apart by what they hold.
/// </summary>
internal static class HashListReader
{
    private const string Expected = "a list is text with a digest a line, CSV with a column sha256, sha1, md5 or hash, a STIX 2.1 bundle or a MISP event";

    /// <param name="file">Where it lies.</param>
    /// <param name="now">What expired before that is held back.</param>
    /// <exception cref="CannotCheckException">It cannot be read, is too large, or holds not one digest.</exception>
    public static HashList Read(string file, DateTimeOffset now)
    {
        var list = new HashListBuilder(file);
        byte[] fingerprint;
        try
        {
            using var content = new ListContent(file, NamedFile.OpenAny(file));
            if (content.Ahead.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
                JsonList.Read(content.ReadRest(), list, now);
            else
                LineList.Read(content, list);
            fingerprint = content.Fingerprint();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"hash list cannot be read: {file}", "name readable files in hashLists", fault);
        }
        catch (JsonException fault)
        {
            throw new CannotCheckException($"hash list is wrong: {file} line {fault.LineNumber + 1}: not JSON", Expected, fault);
        }
        catch (InvalidOperationException fault)
        {
            throw new CannotCheckException($"hash list is wrong: {file}: a text in it is no Unicode", Expected, fault);
        }
        return list.HoldsDigests ? list.Build(fingerprint) : throw new CannotCheckException($"hash list holds no digest: {file}", Expected);
    }
}
