using IntegrityWatch.AuditRules;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What <c>rules check</c> has to say: one line a remark as compilers write it, then one line a technique.</summary>
public static class RulesText
{
    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="report">What came of it.</param>
    /// <param name="quiet">Print errors and warnings, and nothing else.</param>
    public static void Write(TextWriter output, TextStyle style, RuleReport report, bool quiet)
    {
        foreach (var remark in report.Remarks.Where(remark => !quiet || remark.Level > RuleRemarkLevel.Note))
            output.WriteLine($"{SafeText.Of(remark.File)}:{remark.Line}: "
                + $"{style.Paint(Severity(remark.Level), remark.Level.Name())}: {SafeText.Sentence(remark.Message)}");
        if (quiet)
            return;
        if (report.Remarks.Count > 0)
            output.WriteLine();
        foreach (var coverage in report.Techniques)
            WriteTechnique(output, style, coverage);
        output.WriteLine();
        output.WriteLine(Summary(style, report));
    }

    private static void WriteTechnique(TextWriter output, TextStyle style, TechniqueCoverage coverage)
    {
        var state = coverage.State.Name().PadRight(8);
        output.Write(coverage.State switch
        {
            CoverageState.Covered => style.Paint(Verdict.Ok, state),
            CoverageState.Partly => style.Paint(Verdict.Warning, state),
            CoverageState.Missed => style.Paint(Verdict.Critical, state),
        });
        output.Write($" {coverage.Technique.Id,-9}  {coverage.Technique.Name}");
        output.WriteLine(coverage.Missing.Count == 0
            ? ""
            : $"; missing: {string.Join("; ", coverage.Missing.Select(SafeText.Sentence))}");
    }

    private static string Summary(TextStyle style, RuleReport report)
    {
        var refused = report.Remarks.Count(remark => remark.Level == RuleRemarkLevel.Error);
        return style.Paint(report.Verdict, report.Verdict.Name()) + $" {report.Rules} rules load, {refused} refused; techniques: {Count(CoverageState.Covered)} covered, "
            + $"{Count(CoverageState.Partly)} partly, {Count(CoverageState.Missed)} missed";

        int Count(CoverageState state) => report.Techniques.Count(coverage => coverage.State == state);
    }

    private static Severity Severity(RuleRemarkLevel level) => level switch
    {
        RuleRemarkLevel.Error => Detection.Severity.Critical,
        RuleRemarkLevel.Warning => Detection.Severity.Medium,
        RuleRemarkLevel.Note => Detection.Severity.Info,
    };
}
