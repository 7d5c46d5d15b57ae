using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd;

/// <summary>One row of the table beside a capture: what the guest itself knew of a file.</summary>
internal sealed record CapturedFact(string Step, string Path, string Sha256, uint Uid, uint Euid, string Exe, string[] ShownBy)
{
    /// <summary>The rows of a capture's text that tell of the step and that the measurement list shows.</summary>
    public static IReadOnlyList<CapturedFact> Measured(string capture, string step) =>
        [.. Of(capture).Where(fact => fact.Step == step && fact.ShownBy.Contains("ima"))];

    private static IEnumerable<CapturedFact> Of(string capture)
    {
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Repository.Captures, $"{capture}.md")))
        {
            var cells = line.Trim('|', ' ').Split(" | ");
            if (cells.Length != 9 || !uint.TryParse(cells[4], NumberStyles.None, null, out var uid))
                continue;
            yield return new CapturedFact(cells[0], Unquote(cells[1]), cells[2].Trim('`'), uid,
                uint.Parse(cells[5]), cells[7].Trim('`'), cells[8].Split(' '));
        }
    }

    // The texts write a path as bash quotes it; a backslash stands before a character that the shell would take otherwise.
    private static string Unquote(string cell) => Regex.Replace(cell.Trim('`'), @"\\(.)", "$1");
}
