using System.Text.Json;
using IntegrityWatch.Delivery;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Reporting.Json;

/// <summary>What became of messages to sinks, and what waits.</summary>
public static class DeliveryJson
{
    public static void Write(Stream output, IReadOnlyList<SinkDelivery> deliveries) => JsonDocuments.Write(output, json =>
    {
        json.WriteStartArray("sinks");
        foreach (var delivery in deliveries)
            Write(json, delivery);
        json.WriteEndArray();
    });

    internal static void WriteSinks(this Utf8JsonWriter json, IReadOnlyList<SinkState> sinks)
    {
        if (sinks.Count == 0)
            return;
        json.WriteStartArray("sinks");
        foreach (var sink in sinks)
        {
            json.WriteStartObject();
            json.WriteString("name", sink.Name);
            json.WriteNumber("waiting", sink.Waiting);
            json.WriteNumber("missed", sink.Missed);
            json.WriteNumber("delivered", sink.Delivered);
            json.WriteTime("lastDelivery", sink.LastDelivery);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SinkDelivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("name", delivery.Sink);
        json.WriteNumber("sent", delivery.Sent);
        json.WriteNumber("refused", delivery.Refused);
        json.WriteNumber("waiting", delivery.Waiting);
        json.WriteNumber("missed", delivery.Missed);
        json.WriteString("problem", delivery.Problem);
        json.WriteString("refusedFor", delivery.RefusedFor);
        json.WriteString("answer", delivery.Answer);
        json.WriteEndObject();
    }
}
