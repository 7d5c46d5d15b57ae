using System.Text;
using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

/// <summary>
/// What is written of the kinds of findings outside the program says what the table says. With INTEGRITYWATCH_REWRITE=1 these tests
/// write it anew.
/// </summary>
public class KindDocumentsTests
{
    private const int ManualColumns = 80;

    private static readonly FindingKind[] Kinds = Enum.GetValues<FindingKind>();

    /// <summary>What is held against the baseline first, the host as a whole last; within a group what says least first.</summary>
    private static readonly FindingKind[] InReadingOrder = [.. Kinds.OrderBy(kind => kind.Facts().Group).ThenByDescending(kind => kind)];

    [Fact]
    public void The_readme_has_a_row_for_each() =>
        Holds("README.md", "| kind | means | severity |\n|---|---|---|\n", "\n\n",
            string.Join('\n', InReadingOrder.Select(kind => $"| `{kind.Name()}` | {Meaning(kind)} | {SeverityOf(kind)} |")));

    [Fact]
    public void The_manual_has_an_item_for_each() =>
        Holds("src/packaging/man/integritywatch.1", ".Sh FINDINGS\n.Bl -tag -width Ds\n", ".El\n", string.Concat(InReadingOrder.Select(Item)));

    [Fact]
    public void The_policys_schema_lists_each() =>
        Holds("policies/policy.schema.json", "\"propertyNames\": { \"enum\": [", "]",
            string.Join(", ", Kinds.Select(kind => $"\"{kind.Name()}\"")));

    [Fact]
    public void The_policys_schema_lists_each_cause_of_an_evidence_gap() =>
        Holds("policies/policy.schema.json", "by its cause.\",\n      \"propertyNames\": { \"enum\": [", "]",
            string.Join(", ", Enum.GetValues<EvidenceGapCause>().Select(cause => $"\"{cause.Name()}\"")));

    [Fact]
    public void The_policys_schema_says_which_are_events() =>
        Holds("policies/policy.schema.json", "For how long an event (", ")",
            string.Join(", ", Kinds.Where(kind => kind.IsEvent()).Select(kind => kind.Name())));

    [Fact]
    public void The_shipped_policy_has_the_severity_and_the_techniques_of_each()
    {
        var rules = Kinds.OrderBy(kind => Position(kind.Name())).Select(Rule);
        Holds("policies/default.json", "  \"kinds\": {\n", "\n  },\n", string.Join(",\n", rules));

        // Whoever prints the shipped policy gets it in the order that it has.
        static int Position(string name) =>
            Text("policies/default.json").IndexOf($"\n    \"{name}\": {{", StringComparison.Ordinal) is >= 0 and var at ? at : int.MaxValue;

        static string Rule(FindingKind kind) => $"    \"{kind.Name()}\": {{ \"severity\": \"{Name(kind.Facts().Severity)}\""
            + (kind.Facts().Techniques is [] ? "" : $", \"techniques\": [{string.Join(", ", kind.Facts().Techniques.Select(id => $"\"{id}\""))}]") + " }";
    }

    private static string Meaning(FindingKind kind) => kind.Facts() is { Detail: { } detail } facts ? $"{facts.Meaning}: {detail}" : kind.Facts().Meaning;

    private static string SeverityOf(FindingKind kind) =>
        kind.Facts() is { SeverityNote: { } note } facts ? $"{Name(facts.Severity)}; {note}" : Name(kind.Facts().Severity);

    private static string Item(FindingKind kind)
    {
        var text = new StringBuilder($".It Cm {kind.Name()}\n");
        var length = 0;
        foreach (var word in $"{char.ToUpperInvariant(Meaning(kind)[0])}{Meaning(kind)[1..]} ({SeverityOf(kind)}).".Split(' '))
        {
            var begins = length == 0 || length + 1 + word.Length > ManualColumns;
            if (length > 0)
                text.Append(begins ? '\n' : ' ');
            // At the beginning of a line a full stop would begin a macro.
            text.Append(begins && word[0] == '.' ? $"\\&{word}" : word);
            length = begins ? word.Length : length + 1 + word.Length;
        }
        return text.Append('\n').ToString();
    }

    private static string Name(Severity severity) => JsonNamingPolicy.CamelCase.ConvertName(severity.ToString());

    /// <summary>The file says it between those two texts.</summary>
    private static void Holds(string file, string before, string after, string expected)
    {
        var text = Text(file);
        var begin = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        Assert.True(begin >= before.Length, $"{file} has no {before}");
        var end = text.IndexOf(after, begin, StringComparison.Ordinal);
        if (text[begin..end] == expected)
            return;
        if (Environment.GetEnvironmentVariable("INTEGRITYWATCH_REWRITE") != "1")
            Assert.Fail($"{file} differs from the table of the kinds; this test writes it anew with INTEGRITYWATCH_REWRITE=1. Expected:\n{expected}");
        File.WriteAllText(PathOf(file), text[..begin] + expected + text[end..]);
    }

    private static string Text(string file) => File.ReadAllText(PathOf(file));

    private static string PathOf(string file) => Path.Combine(Captures.Repository(), file);
}
