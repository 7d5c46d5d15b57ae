using System.Text;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>
/// What a plugin says to Nagios, Icinga and their kin: one line of text and performance data, at most 4,096 bytes
/// (https://www.monitoring-plugins.org/doc/guidelines.html). A threshold is the highest number that is still good: 0.
/// </summary>
public static class NagiosLine
{
    private const string Subject = "INTEGRITY";
    private const int LongestMessage = 4000;

    public static void Write(Stream output, FindingsReport report) =>
        Write(output, Subject, report.Verdict, Headline.Of(report), LineMetric.Of(report));

    /// <param name="output">Where to.</param>
    /// <param name="message">What keeps the program from checking; text of any characters.</param>
    public static void WriteUnknown(Stream output, string message) => WriteUnknown(output, Subject, message);

    /// <param name="output">Where to.</param>
    /// <param name="subject">What is checked: the line's first word.</param>
    /// <param name="verdict">What came of it.</param>
    /// <param name="text">One line without <c>|</c>, of at most 3,500 bytes.</param>
    /// <param name="metrics">A dozen at most.</param>
    internal static void Write(Stream output, string subject, Verdict verdict, string text, IEnumerable<LineMetric> metrics) =>
        Write(output, subject, verdict, $"{text} | {string.Join(' ', metrics.Select(Performance))}");

    internal static void WriteUnknown(Stream output, string subject, string message) =>
        Write(output, subject, Verdict.Unknown, MonitoringText.Sentence(message, LongestMessage));

    private static void Write(Stream output, string subject, Verdict verdict, string text) =>
        output.Write(Encoding.UTF8.GetBytes($"{subject} {verdict.Name()} - {text}\n"));

    /// <summary><c>label=value[unit];warning;critical;minimum</c>. One finding is enough for the status, and one is what a graph marks.</summary>
    private static string Performance(LineMetric metric)
    {
        var warning = metric.AboveZero == Verdict.Warning ? "1" : "";
        var critical = metric.AboveZero == Verdict.Critical ? "1" : "";
        return $"{metric.Name}={metric.Value}{metric.Unit};{warning};{critical};0";
    }
}
