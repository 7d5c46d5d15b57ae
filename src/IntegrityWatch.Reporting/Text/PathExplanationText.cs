using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What <c>config explain</c> has to say: a line a rule, then a line a kind.</summary>
public static class PathExplanationText
{
    public static void Write(TextWriter output, TextStyle style, PathExplanation answer)
    {
        output.WriteLine(style.Bold(SafeText.Of(answer.Path)));
        if (answer.Rules.Count == 0)
            output.WriteLine("    no rule of the policy is about this path: each kind is as bad as it is everywhere");
        foreach (var rule in answer.Rules)
            output.WriteLine("    " + string.Join(' ', new[]
            {
                rule.Part, SafeText.Of(rule.Id), rule.Severity is { } severity ? style.Paint(severity, severity.Name()) : "",
            }.Where(word => word.Length > 0)) + $": {SafeText.Sentence(rule.Says)}");
        output.WriteLine("what is found here");
        foreach (var kind in answer.Kinds)
        {
            var sometimes = string.Concat(kind.Sometimes.Select(rule => $"; {rule.Severity.Name()} by {SafeText.Of(rule.Rule)}, {SafeText.Sentence(rule.Who)}"));
            var without = kind.Rule == kind.MadeBy ? "" : $", {kind.Otherwise.Name()} without it";
            output.WriteLine($"    {kind.Kind.Name()} {style.Paint(kind.Severity, kind.Severity.Name())} by {SafeText.Of(kind.Rule)}{without}{sometimes}");
        }
    }
}
