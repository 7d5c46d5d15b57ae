using System.Text.RegularExpressions;

namespace IntegrityWatch.Tests;

/// <summary>
/// The compiler asks for the members that a switch on an enum of ours lacks (CS8509), so that whoever adds one is led to each place that
/// it concerns. Where an arm has a value for all the rest, it asks nothing.
/// </summary>
public partial class SwitchTests
{
    [Fact]
    public void No_switch_on_an_enum_of_ours_has_an_arm_for_all_the_rest()
    {
        var files = Directory.GetFiles(Path.Combine(Captures.Repository(), "src"), "*.cs", SearchOption.AllDirectories)
            .ToDictionary(file => file, File.ReadAllLines);
        var enums = files.Values.SelectMany(lines => lines).Select(line => Enumeration.Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Contains("Severity", enums);
        var arms = files.SelectMany(file => Enumerable.Range(0, file.Value.Length)
            .Where(at => TakesTheRest(file.Value, at, enums))
            .Select(at => $"{file.Key}:{at + 1}: {file.Value[at].Trim()}")).ToList();
        Assert.True(arms.Count == 0, $"these arms take members that nobody thought of; name them:\n{string.Join('\n', arms)}");
    }

    private static bool TakesTheRest(string[] lines, int at, HashSet<string> enums)
    {
        var line = lines[at];
        var indent = Indent(line);
        if (line.Contains("_ => throw "))
            return false;
        return line.TrimStart().StartsWith("_ ", StringComparison.Ordinal)
            ? lines[..at].Reverse().TakeWhile(above => above.Length == 0 || Indent(above) >= indent).Any(above => Indent(above) == indent && NamesOne(above))
            : line.Contains(", _ =>") && NamesOne(line);

        bool NamesOne(string arm) => Arm.Match(arm) is { Success: true } match && Member.Matches(match.Value).Any(member => enums.Contains(member.Groups[1].Value));
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    [GeneratedRegex(@"^\s*(?:public |internal |private )?enum (\w+)")]
    private static partial Regex Enumeration { get; }

    [GeneratedRegex(@"^.*?=>")]
    private static partial Regex Arm { get; }

    [GeneratedRegex(@"\b(\w+)\.\w+")]
    private static partial Regex Member { get; }
}
