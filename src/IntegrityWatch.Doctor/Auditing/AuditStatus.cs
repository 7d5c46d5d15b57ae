using System.Globalization;

namespace IntegrityWatch.Doctor.Auditing;

/// <summary>The kernel's own figures of auditing, as <c>auditctl -s</c> prints them: a name and a number a line.</summary>
internal sealed class AuditStatus
{
    private readonly Dictionary<string, long> values = new(StringComparer.Ordinal);

    public bool IsEnabled => this["enabled"] is null or > 0;

    /// <summary>Records lost since boot, or since the count was set back.</summary>
    public long Lost => this["lost"] ?? 0;

    public long? BacklogLimit => this["backlog_limit"];

    private long? this[string name] => values.TryGetValue(name, out var value) ? value : null;

    public static AuditStatus Of(ReadOnlySpan<byte> printed)
    {
        var status = new AuditStatus();
        foreach (var line in LossyUtf8.Decode(printed).Split('\n'))
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var number, ..]
                && long.TryParse(number, NumberStyles.None, null, out var value))
                status.values[name] = value;
        return status;
    }
}
