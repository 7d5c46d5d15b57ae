using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What was accepted, one finding a line.</summary>
public static class AcceptanceText
{
    /// <param name="output">Where to.</param>
    /// <param name="style">How.</param>
    /// <param name="accepted">The findings that were named.</param>
    /// <param name="generation">The generation that approves files; null where none was needed.</param>
    public static void Write(TextWriter output, TextStyle style, IReadOnlyList<Finding> accepted, Generation? generation)
    {
        foreach (var finding in accepted)
            output.WriteLine($"accepted  {finding.Kind.Name()}  {style.Bold(finding.Path.IsEmpty ? "-" : SafeText.Of(finding.Path))}  "
                + $"{finding.Digest?.ToString() ?? "-"}  {style.Faint(finding.Id)}");
        if (generation is not null)
            output.WriteLine($"generation {generation.Number}: {generation.Paths} paths");
    }
}
