using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Fields;
using IntegrityWatch.Reporting.Messages;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>
/// One finding a line in ArcSight's Common Event Format, version 0. Keys are those of its dictionary, each value within the length that the
/// dictionary gives it; what the dictionary has no key for stands in the custom strings and numbers, under a label.
/// </summary>
public static class CefLines
{
    private const int LongestLabel = 1023;

    private static readonly IReadOnlyList<Field<Told<Finding>>> FindingKeys = Keys(ToldFields.OfFinding);
    private static readonly IReadOnlyList<Field<Told<ObservedDigest>>> ObservationKeys = Keys(ToldFields.OfObservation);
    private static readonly IReadOnlyList<Field<FindingsReport>> ScanKeys = Keys(ToldFields.OfScan);
    private static readonly IReadOnlyList<Field<Message>> TestKeys =
    [
        new(new() { Cef = new("rt", 20) }, message => message.Time),
        new(new() { Cef = new("dvchost", 100) }, message => message.Host),
    ];

    public static void Write(Stream output, FindingsReport report)
    {
        foreach (var finding in report.Findings.Shown)
            output.Write(Encoding.UTF8.GetBytes(Line(report, finding) + "\n"));
    }

    /// <summary>Without an end of line.</summary>
    internal static string Line(FindingsReport report, Finding finding) =>
        Line(report.Tool, finding.Kind.Name(), finding.Message, finding.Severity, FindingKeys, new Told<Finding>(report, finding));

    internal static string Line(FindingsReport report, ObservedDigest observed) =>
        Line(report.Tool, MessageEvents.Observation, "was seen", Severity.Info, ObservationKeys, new Told<ObservedDigest>(report, observed));

    /// <param name="report">Of the scan.</param>
    /// <param name="message">What is said of it in other forms.</param>
    internal static string Line(FindingsReport report, Message message) =>
        Line(report.Tool, message.Event, message.Text, message.Severity, ScanKeys, report);

    /// <summary>A message that tells of nothing but itself.</summary>
    internal static string Line(ToolInfo tool, Message message) => Line(tool, message.Event, message.Text, message.Severity, TestKeys, message);

    /// <param name="tool">This program.</param>
    /// <param name="signature">Which kind of event it is.</param>
    /// <param name="name">What happened, for people.</param>
    /// <param name="severity">How bad it is.</param>
    /// <param name="fields">Those that have a key, in the order of the keys; what is not known is left out.</param>
    /// <param name="record">What has the fields.</param>
    private static string Line<T>(ToolInfo tool, string signature, string name, Severity severity, IReadOnlyList<Field<T>> fields, T record)
    {
        var line = new StringBuilder("CEF:0|IntegrityWatch");
        foreach (var part in new[] { CefText.Header(tool.Name), CefText.Header(tool.Version), signature, CefText.Header(name), severity.Score.ToString() })
            line.Append('|').Append(part);
        var separator = '|';
        foreach (var field in fields)
        {
            var key = field.Names.Cef!;
            if (Text(field.Known(record)) is not { } value)
                continue;
            if (key.Label is { } label)
            {
                line.Append($"{separator}{key.Name}Label={CefText.Value(label, LongestLabel)}");
                separator = ' ';
            }
            line.Append($"{separator}{key.Name}={CefText.Value(value, key.Most)}");
            separator = ' ';
        }
        return separator == '|' ? line.Append('|').ToString() : line.ToString();
    }

    private static IReadOnlyList<Field<T>> Keys<T>(IReadOnlyList<Field<T>> fields) =>
        [.. fields.Where(field => field.Names.Cef is not null).OrderBy(field => field.Names.Cef!.At)];

    /// <summary>Times in milliseconds since 1970, as the format has them.</summary>
    private static string? Text(FieldValue value) =>
        value.Kind == FieldKind.Time ? value.Time.ToUnixTimeMilliseconds().ToString() : FlatText.Of(value);
}

/// <summary>
/// The escapes of CEF: backslash and <c>|</c> in the header, backslash and <c>=</c> in a value of the extension, where the end of a line
/// is <c>\n</c> or <c>\r</c>. CEF has none for other characters that show nothing: they become the text <c>\xNN</c> or <c>\uNNNN</c>.
/// </summary>
internal static class CefText
{
    private const int LongestName = 512;

    public static string Header(string text) => Escape(Cut(text, LongestName), '|', "\\\\x0a", "\\\\x0d");

    /// <param name="text">Text of any characters.</param>
    /// <param name="most">How many characters the key may have.</param>
    public static string Value(string text, int most) => Escape(Cut(text, most), '=', "\\n", "\\r");

    private static string Escape(string text, char special, string newline, string carriageReturn) => EscapedValue.Of(text, character => character switch
    {
        '\n' => newline,
        '\r' => carriageReturn,
        '\\' => "\\\\",
        _ => character == special ? $"\\{special}" : null,
    });

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
