using IntegrityWatch.Delivery;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What became of messages to sinks, for people: a line for each sink.</summary>
public static class DeliveryText
{
    public static void Write(TextWriter output, IReadOnlyList<SinkDelivery> deliveries)
    {
        var width = deliveries.Max(delivery => SafeText.Sentence(delivery.Sink).Length);
        foreach (var delivery in deliveries)
            output.WriteLine($"{SafeText.Sentence(delivery.Sink).PadRight(width)}  {string.Join("; ", Parts(delivery))}");
    }

    private static IEnumerable<string> Parts(SinkDelivery delivery)
    {
        yield return delivery.Problem is null ? "ok" : $"FAILED: {SafeText.Sentence(delivery.Problem)}";
        if (delivery.Answer is { } answer)
            yield return SafeText.Sentence(answer);
        yield return $"sent {delivery.Sent}";
        if (delivery.Refused > 0)
            yield return $"refused {delivery.Refused}, the first with {SafeText.Sentence(delivery.RefusedFor ?? "no reason")}";
        yield return $"waiting {delivery.Waiting}";
        if (delivery.Missed > 0)
            yield return $"no room for {delivery.Missed}";
    }
}
