using System.Text;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>
/// What a local check says to Checkmk: the state, the service's name, metrics and text, one space between them
/// (https://docs.checkmk.com/latest/en/localchecks.html).
/// </summary>
public static class CheckmkLine
{
    private const int LongestMessage = 4000;

    public static void Write(Stream output, FindingsReport report) => Write(output, report.Verdict,
        string.Join('|', LineMetric.Of(report).Select(metric => $"{metric.Name}={metric.Value}")),
        Headline.Of(report));

    /// <inheritdoc cref="NagiosLine.WriteUnknown"/>
    public static void WriteUnknown(Stream output, string message) =>
        Write(output, Verdict.Unknown, "-", MonitoringText.Sentence(message, LongestMessage));

    private static void Write(Stream output, Verdict verdict, string metrics, string text) =>
        output.Write(Encoding.UTF8.GetBytes($"{(int)verdict} \"IntegrityWatch\" {metrics} {text}\n"));
}
