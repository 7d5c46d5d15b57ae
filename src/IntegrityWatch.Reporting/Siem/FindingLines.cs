using System.Buffers;
using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>One finding a line, each the object that the JSON report holds.</summary>
public static class FindingLines
{
    public static void Write(Stream output, FindingsReport report) =>
        JsonLines.Write(output, report.Findings.Shown, JsonFindings.WriteFinding);

    /// <summary>The object alone: UTF-8, without an end of line.</summary>
    public static byte[] Encode(Finding finding)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            json.WriteFinding(finding);
        return buffer.WrittenSpan.ToArray();
    }
}
