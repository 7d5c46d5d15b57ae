using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fields;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>Columns and words that the answers about a fleet have in common. What a host says is made safe, whatever it is.</summary>
public static class FleetWords
{
    private const int MostUnseen = 5;

    /// <summary>Enough digits to tell a digest from the others.</summary>
    private const int ShortDigits = 12;

    /// <summary>Of which hosts nothing can be said now and why; null where all were looked at.</summary>
    public static string? Unseen(FleetSight sight) => sight.Hosts.Count == 0 ? null
        : "no clean word of " + string.Join(", ", sight.Hosts.Take(MostUnseen).Select(host => $"{SafeText.Of(host.Name)} ({Reason(host)})"))
            + (sight.Hosts.Count > MostUnseen ? $" and of {Count(sight.Hosts.Count - MostUnseen, "more host")}" : "");

    /// <summary>What is out of order with a host; safe to print.</summary>
    internal static string Reason(FleetHost host) => string.Join("; ", FleetHostsForms.Notes(host));

    /// <summary>For grep; null where there is nothing to say under a key.</summary>
    internal static string? Line(FieldValue value, string? key)
    {
        if (value.Kind == FieldKind.None || value is { IsNone: true, Kind: FieldKind.Digest })
            return key is null ? "-" : null;
        var text = FlatText.Of(value);
        return value.Kind is FieldKind.Time or FieldKind.Number ? text : SafeText.Of(text ?? "");
    }

    /// <summary>For a column of a terminal.</summary>
    internal static string Short(FieldValue value, string? key)
    {
        if (value.Kind == FieldKind.None)
            return "";
        if (value.Kind == FieldKind.Digest)
            return Short(value.Digest.Hex);
        return value.Kind == FieldKind.Time ? value.Time.Readable() : Line(value, key) ?? "";
    }

    /// <summary><c>1 host</c>, <c>2 hosts</c>.</summary>
    internal static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    /// <summary>The severities of which there is anything, the worst first.</summary>
    internal static IEnumerable<string> Counts(Func<Severity, long> count, Func<long, string, string> tell) =>
        Names.Severities.Where(severity => count(severity) > 0).Select(severity => tell(count(severity), severity.Name()));

    /// <summary><c>1 critical, 2 high</c>, the worst first; null where there is nothing.</summary>
    internal static string? BySeverity(Func<Severity, long> count) =>
        string.Join(", ", Counts(count, (number, name) => $"{number} {name}")) is { Length: > 0 } text ? text : null;

    internal static string Faint<T>(TextStyle style, T record, string text) => style.Faint(text);

    /// <summary>What the record is about.</summary>
    internal static FleetColumn<T> Subject<T>(string json, Func<T, string> name) =>
        new(json, record => name(record)) { Paint = (style, _, text) => style.Bold(text) };

    /// <summary>What begins the line.</summary>
    internal static FleetColumn<T> Severity<T>(Func<T, Severity> severity) => new("severity", record => severity(record).Name())
    {
        At = 1,
        Text = record => severity(record).Name().ToUpperInvariant(),
        Paint = (style, record, text) => style.Paint(severity(record), text),
    };

    internal static IEnumerable<FleetColumn<T>> Path<T>(Func<T, HostPath> path, int at) =>
    [
        new("path", record => path(record))
        {
            At = at,
            Text = record => path(record).IsEmpty ? "-" : SafeText.Of(path(record)),
            Paint = (style, _, text) => style.Bold(text),
        },
        // The exact bytes, where they are not UTF-8.
        new("pathBase64", record => LossyUtf8.IsValid(path(record).Bytes) ? null : Convert.ToBase64String(path(record).Bytes)) { IsLeftOut = true },
    ];

    /// <summary>In hexadecimal, as the store keeps it.</summary>
    internal static FleetColumn<T> Hash<T>(string name, Func<T, string> hex) =>
        new(name, record => hex(record)) { Key = name, Terminal = record => SafeText.Of(Short(hex(record))), Paint = Faint };

    internal static FleetColumn<T> SeenOn<T>(Func<T, long> hosts, long reporting) => new("seenOn", record => hosts(record))
    {
        Key = "hosts",
        Text = record => $"{hosts(record)}/{reporting}",
        Terminal = record => Count(hosts(record), "host"),
    };

    private static string Short(string hex) => hex.Length > ShortDigits ? hex[..ShortDigits] : hex;
}
