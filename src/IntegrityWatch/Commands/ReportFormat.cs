using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Html;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Navigator;

namespace IntegrityWatch.Commands;

/// <summary>A form in which findings are printed: the name that users give it, and how it is written.</summary>
internal sealed record ReportFormat(string Name, Action<Printer, FindingsReport> Write)
{
    /// <summary>Those that do not depend on which command prints them.</summary>
    public static readonly IReadOnlyList<ReportFormat> Common =
    [
        OfBytes(FormatOption.Json, WriteJson),
        OfBytes("html", HtmlReport.Write),
        OfBytes("navigator", NavigatorLayer.Write),
    ];

    private static ReportFormat OfBytes(string name, Action<Stream, FindingsReport> write) =>
        new(name, (printer, report) => printer.Bytes(stream => write(stream, report)));

    private static void WriteJson(Stream stream, FindingsReport report)
    {
        if (report.Scan is { } scan)
            JsonDocuments.WriteScan(stream, scan);
        else
            JsonDocuments.WriteFindings(stream, report.Tool, report.Baseline, report.Findings);
    }
}
