using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrityWatch.History.Storage;
using IntegrityWatch.Platform;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.History;

/// <summary>The small file beside a history that holds its <see cref="LastScan"/>. It is replaced as a whole.</summary>
public static class LastScanFile
{
    private const int MostBytes = 64 * 1024;

    public static string Of(string database) => database + ".last-scan";

    /// <summary>Null where there is none, or what lies there is none: then nobody knows of a last scan.</summary>
    /// <exception cref="CannotCheckException">Others can write it, or it cannot be opened.</exception>
    public static LastScan? Read(string database)
    {
        var path = Of(database);
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = WriteProtection.Open(path, "record of the last scan");
            return NamedFile.ReadAll(file, MostBytes) is { } content ? JsonSerializer.Deserialize(content, LastScanJson.Default.LastScan) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"the record of the last scan cannot be read: {path}", "run as root, or as the user whose history it is", fault);
        }
    }

    /// <summary>Not synchronised with the disk: after a power cut the one before may be there, which is older and says less.</summary>
    /// <exception cref="CannotCheckException">It cannot be written; what was there is there.</exception>
    public static void Write(string database, LastScan scan)
    {
        var path = Of(database);
        try
        {
            SmallFile.Replace(path, stream => JsonSerializer.Serialize(stream, scan, LastScanJson.Default.LastScan));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"when the host was scanned cannot be kept: {path}", "free some space or mend the disk", fault);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LastScan))]
internal sealed partial class LastScanJson : JsonSerializerContext;
