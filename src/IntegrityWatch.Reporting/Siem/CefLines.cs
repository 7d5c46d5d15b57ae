using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

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
            output.Write(Encoding.UTF8.GetBytes(Line(report, finding) + "\n"));
    }

    /// <summary>Without an end of line.</summary>
    internal static string Line(FindingsReport report, Finding finding) =>
        Line(report.Tool, finding.Kind.Name(), finding.Message, finding.Severity, Extension(report, finding));

    /// <param name="tool">This program.</param>
    /// <param name="signature">Which kind of event it is.</param>
    /// <param name="name">What happened, for people.</param>
    /// <param name="severity">How bad it is.</param>
    /// <param name="extension">Keys of the dictionary, their values and how many characters they may have; what has no value is left out.</param>
    internal static string Line(ToolInfo tool, string signature, string name, Severity severity,
        IEnumerable<(string Key, string? Value, int Most)> extension)
    {
        string[] header =
        [
            "CEF:0", "IntegrityWatch", CefText.Header(tool.Name), CefText.Header(tool.Version),
            signature, CefText.Header(name), Text(severity.Score)!,
        ];
        var pairs = extension
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .Select(pair => $"{pair.Key}={CefText.Value(pair.Value!, pair.Most)}");
        return $"{string.Join('|', header)}|{string.Join(' ', pairs)}";
    }

    internal static IEnumerable<(string Key, string? Value, int Most)> Extension(FindingsReport report, ObservedDigest observed)
    {
        yield return ("rt", Text(observed.LastSeen), 20);
        yield return ("start", Text(observed.FirstSeen), 20);
        yield return ("dvchost", report.Host, 100);
        foreach (var pair in OfFile(observed.Path, observed.Digest.IsZero ? null : observed.Digest))
            yield return pair;
        foreach (var pair in OfProcess(observed.LatestProcess))
            yield return pair;
        foreach (var pair in Strings(observed.Digest, [], observed.LatestProcess, observed.Package, null))
            yield return pair;
        foreach (var pair in Numbers(observed.LatestProcess))
            yield return pair;
    }

    internal static IEnumerable<(string Key, string? Value, int Most)> ScanExtension(FindingsReport report)
    {
        yield return ("rt", Text(report.Now), 20);
        yield return ("dvchost", report.Host, 100);
        yield return ("outcome", report.Findings.Verdict.Name(), 63);
        (string Label, string? Value)[] numbers =
        [
            ("open", Text(report.Findings.Open.Count)),
            ("new", Text(report.Findings.New)),
            ("generation", Text(report.Baseline?.Number)),
        ];
        foreach (var pair in Labelled("cn", numbers))
            yield return pair;
    }

    internal static IEnumerable<(string Key, string? Value, int Most)> TestExtension(string host, DateTimeOffset now) =>
        [("rt", Text(now), 20), ("dvchost", host, 100)];

    private static IEnumerable<(string Key, string? Value, int Most)> Extension(FindingsReport report, Finding finding)
    {
        yield return ("rt", Text(finding.Time(report)), 20);
        yield return ("start", Text(finding.FirstSeen), 20);
        yield return ("end", Text(finding.LastSeen), 20);
        yield return ("dvchost", report.Host, 100);
        yield return ("externalId", finding.Id, 40);
        yield return ("cat", finding.State.Name(), 1023);
        foreach (var pair in OfFile(finding.Path, finding.RealDigest))
            yield return pair;
        yield return ("msg", finding.Sentence, 1023);
        foreach (var pair in OfProcess(finding.Process))
            yield return pair;
        foreach (var pair in Strings(finding.RealDigest, finding.Techniques, finding.Process, finding.Package, finding.Rule))
            yield return pair;
        foreach (var pair in Numbers(finding.Process))
            yield return pair;
    }

    private static IEnumerable<(string Key, string? Value, int Most)> Strings(
        Digest? digest, IReadOnlyList<Technique> techniques, ProcessInfo? process, PackageNote? package, string? rule) => Labelled("cs",
    [
        ("digest", digest?.ToString()),
        ("techniques", string.Join(',', techniques.Select(technique => technique.Id))),
        ("commandLine", process?.Command),
        ("parentProcess", process?.ParentExe?.ToString()),
        ("package", package is null ? null : $"{package.Name} {package.Version}"),
        ("rule", rule),
    ]);

    private static IEnumerable<(string Key, string? Value, int Most)> Numbers(ProcessInfo? process) => Labelled("cn",
    [
        ("parentProcessId", Text(process?.Ppid)),
        ("effectiveUserId", Text(process?.Euid)),
        ("loginUserId", Text(process?.Login)),
    ]);

    private static IEnumerable<(string Key, string? Value, int Most)> OfFile(HostPath path, Digest? digest)
    {
        yield return ("fname", LossyUtf8.Decode(path.FileName), LongestPath);
        yield return ("filePath", path.ToString(), LongestPath);
        yield return ("fileHash", digest?.Hex, 255);
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

    private static string? Text(long? number) => number?.ToString();

    /// <summary>Milliseconds since 1970, as the format has times.</summary>
    private static string? Text(DateTimeOffset? time) => Text(time?.ToUnixTimeMilliseconds());
}
