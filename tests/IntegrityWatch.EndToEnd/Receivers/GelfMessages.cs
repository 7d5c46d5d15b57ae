using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>Messages of GELF 1.1.</summary>
internal static class GelfMessages
{
    public static ReceivedMessage Read(JsonElement message)
    {
        Assert.Equal("1.1", message.GetProperty("version").GetString());
        return new ReceivedMessage
        {
            Host = message.GetProperty("host").GetString()!,
            Level = message.GetProperty("level").GetInt32(),
            Time = DateTimeOffset.UnixEpoch.AddSeconds(message.GetProperty("timestamp").GetDouble()),
            Text = message.GetProperty("short_message").GetString()!,
            Fields = message.EnumerateObject().Where(field => field.Name[0] == '_').ToDictionary(field => field.Name[1..], Value),
        };
    }

    // Graylog keeps text and numbers, and drops everything else.
    private static string Value(JsonProperty field)
    {
        Assert.True(field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number, $"{field} is neither text nor a number");
        return field.Value.ToString();
    }
}
