using System.Text.RegularExpressions;

namespace IntegrityWatch.Tests.Reporting.Siem;

/// <summary>A line of CEF, read as its standard says.</summary>
internal sealed partial record CefRecord(IReadOnlyList<string> Header, IReadOnlyDictionary<string, string> Extension)
{
    public static CefRecord Read(string line)
    {
        var parts = Pipe().Split(line, 8);
        Assert.Equal(8, parts.Length);
        var extension = new Dictionary<string, string>();
        foreach (var pair in Key().Split(parts[7]).Select(pair => pair.Split('=', 2)))
            extension.Add(pair[0], Escaped().Replace(pair[1], escape => escape.Groups[1].Value switch
            {
                "n" => "\n",
                "r" => "\r",
                "\\" => "\\",
                "=" => "=",
                var other => throw new FormatException($"no escape of CEF: \\{other}"),
            }));
        return new CefRecord([.. parts[..7].Select(field => Escaped().Replace(field, "$1"))], extension);
    }

    /// <summary>Behind an even number of backslashes.</summary>
    [GeneratedRegex("""(?<=(?<!\\)(?:\\\\)*)\|""")]
    private static partial Regex Pipe();

    [GeneratedRegex(" (?=[A-Za-z0-9]+=)")]
    private static partial Regex Key();

    [GeneratedRegex("""\\(.)""", RegexOptions.Singleline)]
    private static partial Regex Escaped();
}
