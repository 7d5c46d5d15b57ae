using System.CommandLine;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Reporting;

namespace IntegrityWatch.Commands;

/// <summary>In which form a command prints findings. Text is each command's own; the other forms are the same for all.</summary>
internal sealed class ReportFormatOption
{
    private readonly IReadOnlyList<ReportFormat> formats;
    private readonly FormatOption option;

    public ReportFormatOption(Action<Printer, FindingsReport> text)
    {
        formats = [new ReportFormat(FormatOption.Text, text), .. ReportFormat.Common];
        option = new FormatOption(formats.Select(format => format.Name));
    }

    public void AddTo(Command command) => option.AddTo(command);

    public void Write(ParseResult parsed, Printer printer, FindingsReport report) =>
        formats.First(format => format.Name == option.Name(parsed)).Write(printer, report);
}
