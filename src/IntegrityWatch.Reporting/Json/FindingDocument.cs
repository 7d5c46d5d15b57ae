using System.Buffers;
using System.Text.Json;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Json;

/// <summary>A finding's object alone, on one line, as <c>ndjson</c> has it.</summary>
public static class FindingDocument
{
    /// <summary>UTF-8.</summary>
    public static byte[] Of(Finding finding)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            json.WriteFinding(finding);
        return buffer.WrittenSpan.ToArray();
    }
}
