using System.Globalization;
using System.Text;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>
/// What a plugin says to Nagios, Icinga and their kin: one line of text and performance data, at most 4,096 bytes
/// (https://www.monitoring-plugins.org/doc/guidelines.html). A threshold is the highest number that is still good: 0.
/// </summary>
public static class NagiosLine
{
    private const int LongestMessage = 4000;

    public static void Write(Stream output, FindingsReport report) =>
        Write(output, report.Findings.Verdict, $"{Headline.Of(report.Findings)} | {string.Join(' ', LineMetric.Of(report).Select(Performance))}");

    /// <param name="output">Where to.</param>
    /// <param name="message">What keeps the program from checking; text of any characters.</param>
    public static void WriteUnknown(Stream output, string message) =>
        Write(output, Verdict.Unknown, MonitoringText.Sentence(message, LongestMessage));

    private static void Write(Stream output, Verdict verdict, string text) =>
        output.Write(Encoding.UTF8.GetBytes($"INTEGRITY {verdict.Name()} - {text}\n"));

    /// <summary><c>label=value[unit];warning;critical;minimum</c>. One finding is enough for the status, and one is what a graph marks.</summary>
    private static string Performance(LineMetric metric)
    {
        var warning = metric.AboveZero == Verdict.Warning ? "1" : "";
        var critical = metric.AboveZero == Verdict.Critical ? "1" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{metric.Name}={metric.Value}{metric.Unit};{warning};{critical};0");
    }
}
