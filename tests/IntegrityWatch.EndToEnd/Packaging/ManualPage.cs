using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd.Packaging;

/// <summary>What integritywatch.1 says of commands and their options. Its source is mdoc(7).</summary>
internal static partial class ManualPage
{
    private static readonly string[] Lines =
        File.ReadAllLines(Path.Combine(Repository.Folder, "src", "packaging", "man", "integritywatch.1"));

    /// <summary>The options of every command.</summary>
    public static IReadOnlySet<string> GlobalOptions { get; } = OptionsIn(Lines
        .SkipWhile(line => line != ".Sh GLOBAL OPTIONS").Skip(1)
        .TakeWhile(line => !line.StartsWith(".Sh ", StringComparison.Ordinal)));

    /// <summary>Every command that has a part of its own, and the options that the part has entries for.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Commands { get; } = Lines
        .Select((line, number) => (line, number))
        .Where(heading => heading.line.StartsWith(".Ss ", StringComparison.Ordinal))
        .ToDictionary(
            heading => Arguments().Replace(heading.line[4..], ""),
            heading => (IReadOnlySet<string>)OptionsIn(Lines.Skip(heading.number + 1).TakeWhile(line => !Heading().IsMatch(line))));

    private static HashSet<string> OptionsIn(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith(".It ", StringComparison.Ordinal))
            .SelectMany(line => Flag().Matches(line).Select(flag => $"-{flag.Groups[1].Value}"))];

    [GeneratedRegex(" (Op|Ar) .*$")]
    private static partial Regex Arguments();

    [GeneratedRegex("^[.]S[hs] ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"Fl (?:\\&)?(-?[a-z?][a-z-]*)")]
    private static partial Regex Flag();
}
