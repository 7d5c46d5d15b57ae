namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>A message as its receiver understood it.</summary>
internal sealed record ReceivedMessage
{
    public required string Host { get; init; }

    /// <summary>The severity of syslog: 2 is critical, 6 informational.</summary>
    public required int Level { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>What people read.</summary>
    public required string Text { get; init; }

    /// <summary>The fields of its own, by the names that syslog has: without the underscore of GELF. A number is its digits.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Null where it did not come as syslog.</summary>
    public SyslogHeader? Header { get; init; }

    public string this[string field] => Fields.TryGetValue(field, out var value) ? value : "";

    /// <summary>finding, technique, observation, scan or test.</summary>
    public string Event => this["event"];

    public ToldFinding Finding => new(Event, this["finding_id"], Host, this["kind"], this["severity"], this["path"], this["hash"]);
}
