using System.Globalization;
using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>
/// One finding a line in ArcSight's Common Event Format, version 0. Keys are those of its dictionary, each value within the length that the
/// dictionary gives it; what the dictionary has no key for stands in the custom strings and numbers, under a label.
/// </summary>
public static class CefLines
{
    private const int LongestPath = 1023;
    private const int LongestCustom = 4000;

    public static void Write(Stream output, FindingsReport report)
    {
        foreach (var finding in report.Findings.Shown)
            output.Write(Encoding.UTF8.GetBytes(Line(report, finding)));
    }

    private static string Line(FindingsReport report, Finding finding)
    {
        string[] header =
        [
            "CEF:0", "IntegrityWatch", CefText.Header(report.Tool.Name), CefText.Header(report.Tool.Version),
            finding.Kind.Name(), CefText.Header(finding.Message), Text(finding.Severity.Score)!,
        ];
        var extension = Extension(report, finding)
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .Select(pair => $"{pair.Key}={CefText.Value(pair.Value!, pair.Most)}");
        return $"{string.Join('|', header)}|{string.Join(' ', extension)}\n";
    }

    private static IEnumerable<(string Key, string? Value, int Most)> Extension(FindingsReport report, Finding finding)
    {
        yield return ("rt", Text(finding.Time(report)), 20);
        yield return ("start", Text(finding.FirstSeen), 20);
        yield return ("end", Text(finding.LastSeen), 20);
        yield return ("dvchost", report.Host, 100);
        yield return ("externalId", finding.Id, 40);
        yield return ("cat", finding.State.Name(), 1023);
        yield return ("fname", LossyUtf8.Decode(finding.Path.FileName), LongestPath);
        yield return ("filePath", finding.Path.ToString(), LongestPath);
        yield return ("fileHash", finding.RealDigest?.Hex, 255);
        yield return ("msg", finding.Reason, 1023);
        foreach (var pair in OfProcess(finding.Process))
            yield return pair;
        (string Label, string? Value)[] strings =
        [
            ("digest", finding.RealDigest?.ToString()),
            ("techniques", string.Join(',', finding.Techniques.Select(technique => technique.Id))),
            ("commandLine", finding.Process?.Command),
            ("parentProcess", finding.Process?.ParentExe?.ToString()),
            ("package", finding.Package is { } package ? $"{package.Name} {package.Version}" : null),
            ("rule", finding.Rule),
        ];
        foreach (var pair in Labelled("cs", strings))
            yield return pair;
        (string Label, string? Value)[] numbers =
        [
            ("parentProcessId", Text(finding.Process?.Ppid)),
            ("effectiveUserId", Text(finding.Process?.Euid)),
            ("loginUserId", Text(finding.Process?.Login)),
        ];
        foreach (var pair in Labelled("cn", numbers))
            yield return pair;
    }

    private static IEnumerable<(string Key, string? Value, int Most)> OfProcess(ProcessInfo? process)
    {
        yield return ("spid", Text(process?.Pid), 20);
        yield return ("sproc", process?.Exe?.ToString(), 1023);
        yield return ("suid", Text(process?.Uid), 1023);
        yield return ("suser", process?.User, 1023);
    }

    /// <summary>Each keeps its place, so that the same label is always under the same key.</summary>
    private static IEnumerable<(string Key, string? Value, int Most)> Labelled(string key, (string Label, string? Value)[] values)
    {
        foreach (var (index, (label, value)) in values.Index())
            if (!string.IsNullOrEmpty(value))
            {
                yield return ($"{key}{Text(index + 1)}Label", label, 1023);
                yield return ($"{key}{Text(index + 1)}", value, LongestCustom);
            }
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Milliseconds since 1970, as the format has times.</summary>
    private static string? Text(DateTimeOffset? time) => Text(time?.ToUnixTimeMilliseconds());
}
