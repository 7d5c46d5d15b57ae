using System.Text.Json;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>JSON objects, each on a line of its own.</summary>
internal static class JsonLines
{
    public static void Write<T>(Stream output, IEnumerable<T> records, Action<Utf8JsonWriter, T> content)
    {
        using var json = new Utf8JsonWriter(output);
        foreach (var record in records)
        {
            json.Reset();
            content(json, record);
            json.Flush();
            output.WriteByte((byte)'\n');
        }
    }
}
