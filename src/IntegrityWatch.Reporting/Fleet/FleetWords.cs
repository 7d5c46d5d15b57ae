using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>Words that the answers about a fleet have in common.</summary>
internal static class FleetWords
{
    private const int ShortDigits = 12;

    /// <summary>Safe, whatever the host or the store has put there; null for null.</summary>
    public static string? Safe(string? text) => text is null ? null : SafeText.Of(text);

    public static string Safe(Digest digest) => SafeText.Of(digest.ToString());

    /// <summary>Enough digits to tell it from the others.</summary>
    public static string Short(Digest digest) => digest.Hex is { Length: > ShortDigits } hex ? hex[..ShortDigits] : digest.Hex;

    public static string? Short(string hex) => SafeText.Of(hex.Length > ShortDigits ? hex[..ShortDigits] : hex);

    public static string? Number(long? number) => number?.ToString();

    /// <summary><c>1 host</c>, <c>2 hosts</c>.</summary>
    public static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    /// <summary><c>1 critical, 2 high</c>, the worst first; null where there is nothing.</summary>
    public static string? BySeverity(Func<Severity, long> count)
    {
        var parts = Names.Severities.Where(severity => count(severity) > 0)
            .Select(severity => $"{count(severity)} {severity.Name()}");
        return string.Join(", ", parts) is { Length: > 0 } text ? text : null;
    }

    public static FleetCell Of(Severity severity) =>
        new(null, severity.Name().ToUpperInvariant()) { Paint = (style, text) => style.Paint(severity, text) };

    public static FleetCell Of(Verdict verdict) => new(null, verdict.Name()) { Paint = (style, text) => style.Paint(verdict, text) };

    public static FleetCell Subject(string name) => new(null, SafeText.Of(name)) { Paint = (style, text) => style.Bold(text) };

    public static FleetCell Path(HostPath path) => new(null, path.IsEmpty ? "-" : SafeText.Of(path)) { Paint = (style, text) => style.Bold(text) };

    public static FleetCell Time(string key, DateTimeOffset? time, string never = "") => new(key, time?.Iso(), time?.Readable() ?? never);

    public static FleetCell Digest(string? key, Digest? digest) =>
        new(key, digest is null or { Value.Length: 0 } ? (key is null ? "-" : null) : Safe(digest), digest is null ? "" : Short(digest)) { Paint = (style, text) => style.Faint(text) };

    /// <summary>The last line: <c>CRITICAL: 3 open</c>.</summary>
    public static void WriteVerdict(TextWriter output, TextStyle style, Verdict verdict, string summary) =>
        output.WriteLine($"{style.Paint(verdict, verdict.Name())}: {summary}");
}
