using System.Text;
using IntegrityWatch.Reporting.Siem;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>
/// A syslog message by RFC 5424: what happened in structured data, one line for people behind it. The facility is 13, log audit.
/// </summary>
internal static class SyslogMessage
{
    /// <summary>In bytes: what rsyslog takes unless it is told otherwise. RFC 5424 asks receivers for 2,048 at least.</summary>
    public const int Longest = 8192;

    /// <summary>RFC 5612 keeps the number 32473 for whoever has no enterprise number of their own.</summary>
    private const string DataId = "integritywatch@32473";

    private const int Facility = 13;
    private const int LongestHost = 255;
    private const int LongestProgram = 48;
    private const int LongestId = 32;
    private const int LongestText = 2048;
    private const string ByteOrderMark = "\uFEFF";
    private const string Program = "integritywatch";

    /// <summary>UTF-8, without an end of line.</summary>
    public static byte[] Encode(Message message)
    {
        var priority = Facility * 8 + message.Severity.Level();
        var time = message.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        var header = $"<{priority}>1 {time} {SyslogText.Header(message.Host, LongestHost)} {SyslogText.Header(Program, LongestProgram)} {SyslogText.Nil} {SyslogText.Header(message.Kind, LongestId)} ";
        var text = Cut(message.Text);
        if (!text.All(char.IsAscii))
            text = ByteOrderMark + text;
        var data = new StringBuilder($"[{DataId}");
        var room = Longest - header.Length - Encoding.UTF8.GetByteCount(text) - data.Length - 2;
        foreach (var (name, value) in Parameters(message))
        {
            var parameter = $" {name}=\"{SyslogText.Value(value)}\"";
            if (Encoding.UTF8.GetByteCount(parameter) is var length && length > room)
                continue;
            room -= length;
            data.Append(parameter);
        }
        return Encoding.UTF8.GetBytes($"{header}{data}] {text}");
    }

    /// <summary>The most telling first: what finds no room is left out.</summary>
    private static IEnumerable<(string Name, string Value)> Parameters(Message message) =>
    [
        ("message_id", message.Id),
        ("event", message.Event),
        ("kind", message.Kind),
        ("severity", message.Severity.Name()),
        .. message.Fields.Select(field => (field.Name, field.Text ?? MessageFields.Text(field.Number!.Value))),
    ];

    /// <summary>A path may fill a message by itself, and stands in the parameters whole.</summary>
    private static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= LongestText)
            return text;
        var cut = text[..(LongestText / 4)];
        return (char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut) + "...";
    }
}

/// <summary>What RFC 5424, section 6, lets stand in the parts of a message.</summary>
internal static class SyslogText
{
    public const string Nil = "-";

    /// <summary>
    /// A field of the header: visible ASCII without spaces, at most so many characters; <c>-</c> where nothing is left. Other characters become
    /// question marks.
    /// </summary>
    public static string Header(string text, int most)
    {
        if (text.Length == 0)
            return Nil;
        return string.Concat(text.Take(most).Select(letter => letter is > ' ' and < '\x7f' ? letter : '?'));
    }

    /// <summary>
    /// The value of a parameter: <c>"</c>, <c>\</c> and <c>]</c> behind a backslash. What shows nothing becomes the text <c>\xNN</c> or
    /// <c>\uNNNN</c>, since receivers write messages as lines.
    /// </summary>
    public static string Value(string text) =>
        EscapedValue.Of(text, character => character is '"' or '\\' or ']' ? $"\\{(char)character}" : null);
}
