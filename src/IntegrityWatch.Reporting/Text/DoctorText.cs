using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What <c>doctor</c> has to say: one line a check, and under it what to do where there is something to do.</summary>
public static class DoctorText
{
    private const int StateWidth = 10;
    private const int SubjectWidth = 18;
    private const int Indent = StateWidth + SubjectWidth;

    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="report">What came of it.</param>
    /// <param name="quiet">Print what is not well, and nothing else.</param>
    public static void Write(TextWriter output, TextStyle style, DoctorReport report, bool quiet)
    {
        foreach (var check in report.Checks.Where(check => !quiet || check.State != Verdict.Ok))
            WriteCheck(output, style, check);
        if (quiet)
            return;
        output.WriteLine();
        output.WriteLine(style.Paint(report.Verdict, report.Verdict.Name()) + $" {report.Checks.Count} checks: {report.Count(Verdict.Ok)} ok, {report.Count(Verdict.Warning)} warning, "
            + $"{report.Count(Verdict.Critical)} critical, {report.Count(Verdict.Unknown)} unknown");
    }

    private static void WriteCheck(TextWriter output, TextStyle style, CheckResult check)
    {
        var lines = Wrapping.Wrap(SafeText.Sentence(check.Message), Indent, style.Columns).ToList();
        var head = style.Paint(check.State, check.State.Word().PadRight(StateWidth)) + style.Bold(check.Subject.PadRight(SubjectWidth));
        output.WriteLine(head + lines[0][Indent..]);
        foreach (var line in lines.Skip(1))
            output.WriteLine(line);
        if (check.Advice is not null)
            foreach (var line in Wrapping.Wrap($"do: {SafeText.Sentence(check.Advice)}", Indent, style.Columns))
                output.WriteLine(line);
    }
}
