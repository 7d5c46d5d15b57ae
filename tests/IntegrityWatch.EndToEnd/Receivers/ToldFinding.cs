using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>What tells one finding from another, in whichever form it came. Empty where there is nothing.</summary>
internal sealed partial record ToldFinding(string Event, string Id, string Host, string Kind, string Severity, string Path, string Hash)
{
    /// <summary>Those of a JSON report that a sink gets which is not configured further: low and above. Ordered by id.</summary>
    public static IReadOnlyList<ToldFinding> ToSend(RunResult scan)
    {
        var host = scan.Json.GetProperty("host").GetString()!;
        return [.. scan.Findings.Select(finding => Of(finding, host)).Where(finding => finding.Severity != "info").OrderBy(finding => finding.Id, StringComparer.Ordinal)];
    }

    /// <summary>The findings among messages that are low or above, ordered by id.</summary>
    public static IReadOnlyList<ToldFinding> Among(IEnumerable<ReceivedMessage> messages) =>
        [.. messages.Where(message => message["finding_id"].Length > 0).Select(message => message.Finding)
            .Where(finding => finding.Severity != "info").OrderBy(finding => finding.Id, StringComparer.Ordinal)];

    /// <summary>The same with its path as it is, where a form that has lines wrote it with <c>\n</c>, <c>\xNN</c>, <c>\uNNNN</c> and the like.</summary>
    public ToldFinding Unescaped() => this with { Path = Escape().Replace(Path, match => Character(match.Value)) };

    private static ToldFinding Of(JsonElement finding, string host) => new(
        finding.GetProperty("kind").GetString() == "technique" ? "technique" : "finding",
        finding.GetProperty("id").GetString()!,
        host,
        finding.GetProperty("kind").GetString()!,
        finding.GetProperty("severity").GetString()!,
        finding.GetProperty("path").GetString()!,
        finding.GetProperty("digest") is { ValueKind: JsonValueKind.Object } digest ? digest.GetProperty("value").GetString()! : "");

    private static string Character(string escape) => escape[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'x' or 'u' => char.ConvertFromUtf32(int.Parse(escape.AsSpan(2), NumberStyles.AllowHexSpecifier, null)),
        _ => escape[1..],
    };

    [GeneratedRegex(@"\\([\\nrt""]|x[0-9a-f]{2}|u[0-9a-f]{4})")]
    private static partial Regex Escape();
}
