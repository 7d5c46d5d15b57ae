using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>
/// Graylog Extended Log Format 1.1 (https://go2docs.graylog.org/current/getting_in_log_data/gelf.html): one JSON object. Names of additional
/// fields begin with an underscore; <c>_id</c> is Graylog's own; values are texts and numbers, because Graylog drops all others.
/// </summary>
internal static class GelfMessage
{
    private const string NoHost = "unknown";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8, without any byte that is zero: one ends a message on TCP.</summary>
    public static byte[] Encode(Message message)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.1");
            json.WriteString("host", string.IsNullOrWhiteSpace(message.Host) ? NoHost : message.Host);
            json.WriteString("short_message", message.Text);
            if (message.Story is { } story)
                json.WriteString("full_message", story);
            json.WriteNumber("timestamp", message.Time.ToUnixTimeMilliseconds() / 1000m);
            json.WriteNumber("level", message.Severity.Level());
            json.WriteString("_event", message.Event);
            json.WriteString("_message_id", message.Id);
            json.WriteString("_kind", message.Kind);
            json.WriteString("_severity", message.Severity.Name());
            foreach (var field in message.Fields)
                if (field.Number is { } number)
                    json.WriteNumber($"_{field.Name}", number);
                else
                    json.WriteString($"_{field.Name}", field.Text);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
