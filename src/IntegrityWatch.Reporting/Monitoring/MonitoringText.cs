using System.Text;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>
/// Text from the host, made safe for the one line that a monitoring system reads. It is <see cref="SafeText"/>, in which characters
/// that mean something to such a system are <c>\xNN</c> too: <c>|</c> begins performance data, <c>&lt;</c> and <c>&gt;</c> become
/// part of a page, <c>$</c> and the backtick of a command; and Checkmk takes a backslash with an <c>n</c> for the end of the line.
/// </summary>
internal static class MonitoringText
{
    /// <summary>Of a path, in bytes. Each becomes at most four, so that a few paths fit into one line.</summary>
    private const int LongestPath = 160;

    private const string Special = "|<>$`";
    private const string Ellipsis = " ...";

    /// <summary>The path, or its beginning and three dots.</summary>
    public static string Of(HostPath path)
    {
        var bytes = path.Bytes;
        if (bytes.Length <= LongestPath)
            return Escape(SafeText.Of(bytes));
        var end = LongestPath;
        while (end > LongestPath - 3 && (bytes[end] & 0xc0) == 0x80)
            end--;
        return Escape(SafeText.Of(bytes[..end])) + "...";
    }

    /// <param name="text">A sentence that may hold words from the host.</param>
    /// <param name="mostBytes">How many bytes of UTF-8 it may become; it is cut between two characters.</param>
    public static string Sentence(string text, int mostBytes)
    {
        var safe = Escape(SafeText.Sentence(text));
        var (bytes, length) = (0, 0);
        foreach (var rune in safe.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes <= mostBytes - Ellipsis.Length)
                length += rune.Utf16SequenceLength;
        }
        return bytes <= mostBytes ? safe : safe[..length] + Ellipsis;
    }

    private static string Escape(string safe)
    {
        var text = new StringBuilder(safe.Length);
        for (var at = 0; at < safe.Length; at++)
        {
            if (safe[at] == '\\')
                text.Append(safe[++at] switch
                {
                    'n' => "\\x0a",
                    't' => "\\x09",
                    '"' => "\\x22",
                    '\\' => "\\x5c",
                    var form => $"\\{form}",
                });
            else if (Special.Contains(safe[at]))
                text.Append($"\\x{(int)safe[at]:x2}");
            else
                text.Append(safe[at]);
        }
        return text.ToString();
    }
}
