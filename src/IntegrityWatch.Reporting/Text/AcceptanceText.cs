using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What was accepted or resolved, one finding a line.</summary>
public static class AcceptanceText
{
    public static void WritePlan(TextWriter output, TextStyle style, SettledFindings settled)
    {
        foreach (var finding in settled.Findings)
            output.WriteLine($"{finding.Severity.Name()} {Line(style, finding)}");
    }

    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="done">What was done with those that were named.</param>
    /// <param name="settled">What was settled.</param>
    public static void Write(TextWriter output, TextStyle style, string done, SettledFindings settled)
    {
        foreach (var finding in settled.Findings)
            output.WriteLine($"{done}  {Line(style, finding)}");
        var named = settled.Findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var life in settled.Closed.Where(life => !named.Contains(life.Id)))
            output.WriteLine($"closed  {LifeText.Of(style, life)}");
        output.WriteLine($"generation {settled.Generation.Number}: {settled.Generation.Paths} paths");
    }

    private static string Line(TextStyle style, Finding finding) =>
        $"{finding.Kind.Name()}  {style.Bold(finding.Path.IsEmpty ? "-" : SafeText.Of(finding.Path))}  {finding.Digest?.ToString() ?? "-"}  {style.Faint(finding.Id)}";
}

/// <summary>A finding that ends or begins anew, in one line.</summary>
internal static class LifeText
{
    public static string Of(TextStyle style, FindingLife life) =>
        $"{style.Bold(life.Path.IsEmpty ? "-" : SafeText.Of(life.Path))} {(life.Digest is { } digest ? SafeText.Of(digest.ToString()) : "-")} {life.Kind}{Because(life)}  {style.Faint(life.Id)}";

    private static string Because(FindingLife life) => life.Closed switch
    {
        FindingClosure.Approved => ": its content is approved",
        FindingClosure.Waived => ": it is waived",
        FindingClosure.Accepted => ": it is accepted",
        FindingClosure.Resolved => ": it was dealt with",
        FindingClosure.Explained => ": it was explained, and is over",
        FindingClosure.Expired => ": it is old, and over",
        FindingClosure.Over => ": it is over",
        null => "",
    };
}
