using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>A configuration with one sink in it.</summary>
internal static class SinkFile
{
    /// <summary>What the sink is called, and nothing else is.</summary>
    public const string Name = "siem";

    /// <returns>The file.</returns>
    public static string Write(EvidenceTree tree, Receiver receiver, string? authority = null, params string[] send)
    {
        var file = Path.Combine(tree.Folder, "sinks.json");
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("sinks");
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("type", receiver.Form);
        json.WriteString("address", receiver.Address);
        if ((authority ?? receiver.Authority) is { } trusted)
            json.WriteString("authorityFile", trusted);
        if (send.Length > 0)
        {
            json.WriteStartArray("send");
            foreach (var content in send)
                json.WriteStringValue(content);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        return file;
    }
}
