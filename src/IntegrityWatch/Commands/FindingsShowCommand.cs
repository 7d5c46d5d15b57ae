using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>findings show</c>: all that is known of one finding, or of one path.</summary>
internal sealed class FindingsShowCommand : FindingsCommand
{
    private const int LongestId = 12;

    private readonly Argument<string> named = new("ID|PATH") { Description = "The finding's id, or the beginning of it; or a path, as it is or as a report prints it" };

    public FindingsShowCommand() : base("show", "Say everything that is known about one finding or path: what is open, what it was, who used it, what was decided",
        new ReportFormatOption(WriteStory), "findings show 0904c87b1320", "findings show /usr/bin/ps")
    {
        Add(named);
        AddForm();
    }

    protected override FindingSet Select(CommandRun run, IReadOnlyList<Finding> open)
    {
        var wanted = run.Value(named)!;
        if (Found(wanted, open) is { } found)
            return new([.. open.Where(finding => finding.Id == found.Id || (!found.Path.IsEmpty && finding.Path == found.Path))], newOnly: false);
        return new([.. RawArguments.Paths(wanted).Select(path => open.Where(finding => finding.Path == path)).FirstOrDefault(on => on.Any()) ?? []], newOnly: false);
    }

    protected override Dossier? About(CommandRun run, IHistory history, FindingSet findings)
    {
        if (findings.Open is [var first, ..])
            return first.Path.IsEmpty ? Dossier.OfHost(history, first) : Dossier.OfPath(history, first.Path);
        var wanted = run.Value(named)!;
        var known = RawArguments.Paths(wanted).Select(path => Dossier.OfPath(history, path)).FirstOrDefault(about => !about.IsEmpty);
        return known ?? throw new CannotCheckException($"no open finding has this id, and nothing is known of such a path: {SafeText.Of(wanted)}",
            "integritywatch findings list shows the ids; integritywatch history --path finds paths by a pattern");
    }

    /// <summary>Null where it is no open finding's id.</summary>
    private static Finding? Found(string wanted, IReadOnlyList<Finding> open)
    {
        if (wanted.Length is 0 or > LongestId || !wanted.All(char.IsAsciiHexDigit))
            return null;
        var found = open.Where(finding => finding.Id.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count <= 1 ? found.FirstOrDefault() : throw new CannotCheckException($"more than one open finding's id begins so: {wanted}", "give more of its digits");
    }

    private static void WriteStory(Printer printer, FindingsReport report) =>
        printer.Text((writer, style) => TextReports.WriteStory(writer, style, report.Findings, report.About!));
}
