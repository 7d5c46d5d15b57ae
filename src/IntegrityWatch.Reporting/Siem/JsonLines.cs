using System.Text.Json;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>JSON objects, each on a line of its own.</summary>
internal static class JsonLines
{
    public static void Write(Stream output, IEnumerable<Finding> findings, Action<Utf8JsonWriter, Finding> content)
    {
        using var json = new Utf8JsonWriter(output);
        foreach (var finding in findings)
        {
            json.Reset();
            content(json, finding);
            json.Flush();
            output.WriteByte((byte)'\n');
        }
    }
}
