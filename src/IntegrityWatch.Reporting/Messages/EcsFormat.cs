using System.Buffers;
using System.Text.Json;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Fields;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>Documents of the Elastic Common Schema, see <see cref="EcsLines"/>: one JSON object each, without an end of line.</summary>
internal sealed class EcsFormat : MessageFormat
{
    private static readonly EcsObjects<Told<ObservedDigest>> Objects = new(ToldFields.OfObservation);

    public override byte[] Encode(FindingsReport report, Finding finding) => Bytes(json => EcsLines.WriteDocument(json, report, finding));

    public override byte[] Encode(FindingsReport report, ObservedDigest observed)
    {
        var message = MessageOf.Observation(report, observed);
        return Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteHead(report.Tool, report.Host, message.Time, message.Text);
            WriteEvent(json, "event", ["file"], "access", message);
            Objects.Write(json, new Told<ObservedDigest>(report, observed), name => name is "file" or "process" or "user");
            json.WriteRelated(report.Host, observed.Digest, observed.LatestProcess);
            json.WriteEndObject();
        });
    }

    public override byte[] EncodeScan(FindingsReport report)
    {
        var message = MessageOf.Scan(report);
        return Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteHead(report.Tool, report.Host, message.Time, message.Text);
            WriteEvent(json, "state", ["host"], "info", message);
            json.WriteTexts("labels", [.. message.Fields.Select(field => (field.Name, field.Text ?? MessageFields.Text(field.Number!.Value)))]);
            json.WriteEndObject();
        });
    }

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now)
    {
        var message = MessageOf.Test(tool, host, now);
        return Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteHead(tool, host, now, message.Text);
            WriteEvent(json, "event", ["host"], "info", message);
            json.WriteEndObject();
        });
    }

    private static void WriteEvent(Utf8JsonWriter json, string kind, string[] categories, string type, Message message)
    {
        json.WriteStartObject("event");
        json.WriteString("kind", kind);
        json.WriteStrings("category", categories);
        json.WriteStrings("type", [type]);
        json.WriteString("action", message.Event);
        json.WriteNumber("severity", message.Severity.Score);
        json.WriteString("id", message.Id);
        json.WriteString("module", "integritywatch");
        json.WriteString("dataset", $"integritywatch.{message.Event}s");
        json.WriteEndObject();
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
            content(json);
        return buffer.WrittenSpan.ToArray();
    }
}
