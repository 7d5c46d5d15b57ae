using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Evidence.Collecting;

/// <summary>The archive's own account of itself: JSON, at its top and its end. It explains and, as anybody can write one, proves nothing.</summary>
internal static class CollectionManifest
{
    public const string Name = "integritywatch-collect.json";

    private const int Schema = 1;

    public static byte[] Write(CollectRequest request, HostFacts host, Collection collection)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteStartObject("tool");
            json.WriteString("name", request.Tool.Name);
            json.WriteString("version", request.Tool.Version);
            json.WriteEndObject();
            json.WriteString("host", host.Name);
            json.WriteString("root", request.Root.Name);
            json.WriteString("collectedAt", request.Now.UtcDateTime);
            json.WriteString("bootId", host.BootId);
            json.WriteBoolean("programs", request.WithPrograms);
            json.WriteStartArray("files");
            foreach (var file in collection.Files)
                Write(json, file);
            json.WriteEndArray();
            json.WriteStartArray("missing");
            foreach (var missing in collection.Missing)
                Write(json, missing);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, CollectedFile file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        json.WriteNumber("bytes", file.Bytes);
        json.WriteString("sha256", file.Sha256);
        if (file.Note is { } note)
            json.WriteString("note", note);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MissingEvidence missing)
    {
        json.WriteStartObject();
        json.WriteString("path", missing.Path);
        json.WriteString("reason", missing.Reason);
        json.WriteEndObject();
    }
}
