using System.CommandLine;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

namespace IntegrityWatch.Commands;

/// <summary>In which form a command prints findings. Text is each command's own; the other forms are the same for all.</summary>
internal sealed class ReportFormatOption
{
    private readonly IReadOnlyList<ReportFormat> formats;
    private readonly FormatOption option;

    /// <param name="text">Writes the text.</param>
    /// <param name="textNeedsHistory">See <see cref="ReportFormat.NeedsHistory"/>.</param>
    public ReportFormatOption(Action<Printer, FindingsReport> text, bool textNeedsHistory = false)
    {
        formats = [new ReportFormat(FormatOption.Text, text) { NeedsHistory = textNeedsHistory }, .. ReportFormat.Common];
        option = new FormatOption(formats.Select(format => format.Name));
    }

    public void AddTo(Command command) => option.AddTo(command);

    /// <param name="parsed">The command line.</param>
    /// <param name="printer">Where to.</param>
    /// <param name="report">What to write.</param>
    /// <param name="open">Opens the history that the findings left behind.</param>
    public void Write(ParseResult parsed, Printer printer, FindingsReport report, Func<IHistory> open)
    {
        var format = formats.First(format => format.Name == option.Name(parsed));
        if (format.NeedsHistory)
        {
            using var history = open();
            report = report with { History = ReportHistory.Read(history, report.Findings) };
        }
        format.Write(printer, report);
    }
}
