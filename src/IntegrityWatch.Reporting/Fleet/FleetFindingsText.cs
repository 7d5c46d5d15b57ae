using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What is open in the fleet, for people: on a terminal what each means stands under it, elsewhere a line is all of it.</summary>
public static class FleetFindingsText
{
    /// <param name="quiet">The findings alone.</param>
    public static void Write(TextWriter output, TextStyle style, FleetFindings findings, bool quiet)
    {
        FleetTable.Write(output, style, [.. findings.Open.Select(Row)], row => SafeText.Sentence(findings.Open[row].Message));
        if (!quiet)
            FleetWords.WriteVerdict(output, style, findings.Verdict, Summary(findings));
    }

    /// <summary><c>3 open on 2 hosts: 1 critical, 2 low; left out: 12 more</c>.</summary>
    internal static string Summary(FleetFindings findings)
    {
        var text = findings.Open.Count == 0
            ? "nothing open"
            : $"{findings.Open.Count} open on {FleetWords.Count(Hosts(findings), "host")}: "
                + FleetWords.BySeverity(severity => findings.Open.Count(finding => finding.Severity == severity));
        if (findings.LeftOut > 0)
            text += $"; left out: {findings.LeftOut} more, see --most";
        // What a question leaves aside is not clean.
        var shown = findings.Open.Count == 0 ? default : findings.Open.Max(finding => finding.Severity);
        return findings.Worst > shown ? $"{text} of what was asked for; the worst of all is {findings.Worst.Name()}" : text;
    }

    internal static int Hosts(FleetFindings findings) => findings.Open.Select(finding => finding.Host).Distinct(StringComparer.Ordinal).Count();

    private static FleetCell[] Row(FleetFinding finding) =>
    [
        FleetWords.Of(finding.Severity),
        FleetWords.Subject(finding.Host),
        new(null, SafeText.Of(finding.Kind)),
        FleetWords.Path(finding.Path),
        FleetWords.Digest(null, finding.Digest) with { Shown = "" },
        new("id", SafeText.Of(finding.Id)) { Paint = (style, text) => style.Faint(text) },
        FleetWords.Time("at", finding.At),
    ];
}
