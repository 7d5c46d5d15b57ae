using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

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
    public void Write(CommandRun run, FindingsReport report, Func<IHistory> open)
    {
        var name = run.Value(this);
        var format = formats.First(format => format.Name == name);
        if (format.NeedsHistory)
        {
            using var history = open();
            report = report with { History = ReportHistory.Read(history, report.Findings) };
        }
        format.Write(run.Printer, report);
    }
}
