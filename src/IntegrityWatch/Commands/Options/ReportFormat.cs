using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Html;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Monitoring;
using IntegrityWatch.Reporting.Navigator;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Commands.Options;

/// <summary>A form in which findings are printed: the name that users give it, and how it is written.</summary>
internal sealed record ReportFormat(string Name, Action<Printer, FindingsReport> Write)
{
    /// <summary>Those that do not depend on which command prints them.</summary>
    public static readonly IReadOnlyList<ReportFormat> Common =
    [
        OfBytes(FormatOption.Json, WriteJson),
        OfBytes("html", HtmlReport.Write) with { NeedsHistory = true },
        OfBytes("navigator", NavigatorLayer.Write),
        OfBytes("nagios", NagiosLine.Write) with { WriteUnknown = NagiosLine.WriteUnknown },
        OfBytes("checkmk", CheckmkLine.Write) with { WriteUnknown = CheckmkLine.WriteUnknown },
        OfBytes("prometheus", PrometheusFile.Write),
        OfBytes("ndjson", FindingLines.Write),
        OfBytes("ecs", EcsLines.Write),
        OfBytes("cef", CefLines.Write),
    ];

    /// <summary>How it says that nothing could be checked, and why; null where silence on standard output says it.</summary>
    public Action<Stream, string>? WriteUnknown { get; private init; }

    /// <summary>True where it tells what the history knows of the findings' paths: all others need not wait until that is read.</summary>
    public bool NeedsHistory { get; init; }

    private static ReportFormat OfBytes(string name, Action<Stream, FindingsReport> write) =>
        new(name, (printer, report) => printer.Bytes(stream => write(stream, report)));

    private static void WriteJson(Stream stream, FindingsReport report)
    {
        if (report.Scan is { } scan)
            JsonDocuments.WriteScan(stream, scan, report.Sinks);
        else
            JsonDocuments.WriteFindings(stream, report.Tool, report.Baseline, report.Findings, report.Sinks);
    }
}
