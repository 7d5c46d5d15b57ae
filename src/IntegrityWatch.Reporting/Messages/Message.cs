using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>One thing to be told to a sink, before it has the form of any format.</summary>
public sealed record Message
{
    /// <summary>The same however often the same thing is told; another for anything else on any host: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it tells of: a name of <see cref="MessageEvents"/>.</summary>
    public required string Event { get; init; }

    /// <summary>The finding's kind, or else the event's name.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The host's name: text of any characters, perhaps none.</summary>
    public required string Host { get; init; }

    /// <summary>One line for people, with what comes from the host escaped.</summary>
    public required string Text { get; init; }

    /// <summary>Further lines for people, escaped as well; null where there is no more to say.</summary>
    public string? Story { get; init; }

    public required MessageFields Fields { get; init; }
}

/// <summary>What messages tell of.</summary>
internal static class MessageEvents
{
    public const string Finding = "finding";
    public const string Technique = "technique";
    public const string Observation = "observation";
    public const string Scan = "scan";

    /// <summary>No event: a test of whether a sink can be reached.</summary>
    public const string Test = "test";
}
