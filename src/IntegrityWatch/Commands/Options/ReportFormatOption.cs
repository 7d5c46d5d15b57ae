using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Html;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Monitoring;
using IntegrityWatch.Reporting.Navigator;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Commands.Options;

/// <summary>In which form a command prints findings. Text is each command's own; the other forms are the same for all.</summary>
internal sealed class ReportFormatOption : FormatOption
{
    private readonly IReadOnlyList<ReportFormat> formats;

    /// <param name="text">Writes the text.</param>
    /// <param name="textNeedsHistory">See <see cref="ReportFormat.NeedsHistory"/>.</param>
    public ReportFormatOption(Action<Printer, FindingsReport> text, bool textNeedsHistory = false)
        : this([new ReportFormat(Text, text) { NeedsHistory = textNeedsHistory }, .. ReportFormat.Common])
    {
    }

    private ReportFormatOption(IReadOnlyList<ReportFormat> formats) : base([.. formats.Select(format => format.Name)]) => this.formats = formats;

    /// <param name="run">The run of the command.</param>
    /// <param name="report">What to write.</param>
    /// <param name="open">Opens the history that the findings left behind.</param>
    /// <returns>True where all that is new was named: it is told by now.</returns>
    public bool Write(CommandRun run, FindingsReport report, Func<IHistory> open)
    {
        var name = run.Value(this);
        var format = formats.First(format => format.Name == name);
        if (format.NeedsHistory)
        {
            using var history = open();
            report = report with { History = ReportHistory.Read(history, report.Findings) };
        }
        format.Write(run.Printer, report);
        return format.NamesFindings && !run.Printer.WasCutOff && report.Findings.New == report.Findings.Shown.Count(finding => finding.State == FindingState.New);
    }
}

/// <summary>A form in which findings are printed: the name that users give it, and how it is written.</summary>
internal sealed record ReportFormat(string Name, Action<Printer, FindingsReport> Write)
{
    /// <summary>Those that do not depend on which command prints them.</summary>
    public static readonly IReadOnlyList<ReportFormat> Common =
    [
        OfBytes(FormatOption.Json, WriteJson),
        OfBytes("html", HtmlReport.Write) with { NeedsHistory = true },
        OfBytes("navigator", NavigatorLayer.Write) with { NamesFindings = false },
        OfNumbers("nagios", NagiosLine.Write) with { WriteUnknown = NagiosLine.WriteUnknown, NamesFindings = false },
        OfNumbers("checkmk", CheckmkLine.Write) with { WriteUnknown = CheckmkLine.WriteUnknown, NamesFindings = false },
        OfNumbers("prometheus", PrometheusFile.Write) with { NamesFindings = false },
        OfBytes("ndjson", FindingLines.Write),
        OfBytes("ecs", EcsLines.Write),
        OfBytes("cef", CefLines.Write),
    ];

    /// <summary>How it says that nothing could be checked, and why; null where silence on standard output says it.</summary>
    public Action<Stream, string>? WriteUnknown { get; private init; }

    /// <summary>True where it names each finding that is to be shown, so that who reads it was told of it.</summary>
    public bool NamesFindings { get; private init; } = true;

    /// <summary>True where it tells what the history knows of the findings' paths: all others need not wait until that is read.</summary>
    public bool NeedsHistory { get; init; }

    private static ReportFormat OfBytes(string name, Action<Stream, FindingsReport> write) =>
        new(name, (printer, report) => printer.Bytes(stream => write(stream, report)));

    private static ReportFormat OfNumbers(string name, Action<Stream, FindingsReport> write) =>
        new(name, (printer, report) => printer.Bytes(stream => write(stream, report), areNumbers: true));

    private static void WriteJson(Stream stream, FindingsReport report)
    {
        if (report.Scan is { } scan)
            JsonDocuments.WriteScan(stream, scan, report.Sinks);
        else
            JsonDocuments.WriteFindings(stream, report);
    }
}
