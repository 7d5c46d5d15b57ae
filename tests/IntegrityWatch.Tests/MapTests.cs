namespace IntegrityWatch.Tests;

/// <summary>src/README.md leads a stranger to every room of the house, and to none that is not there.</summary>
public sealed partial class MapTests
{
    private static readonly string Source = Path.Combine(Captures.Repository(), "src");

    private static readonly string[] Map = File.ReadAllLines(Path.Combine(Source, "README.md"));

    [Fact]
    public void The_map_names_every_project_of_the_source()
    {
        var projects = Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal).ToList();

        Assert.Contains("IntegrityWatch.Platform", projects);
        Assert.All(projects, project => Assert.Contains(Map, line => line.StartsWith($"| **{project}** |", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_map_names_every_folder_with_code_under_its_project()
    {
        var missing = Directory.GetDirectories(Source, "IntegrityWatch*").SelectMany(project => FoldersOf(project)
            .Where(folder => !SectionOf(Path.GetFileName(project)).Any(line => line.Contains($"`{folder}/`", StringComparison.Ordinal)))
            .Select(folder => $"{Path.GetFileName(project)}/{folder}"));

        Assert.Equal([], missing);
    }

    [Fact]
    public void What_the_map_names_with_a_path_is_there()
    {
        var named = Map.SelectMany(line => NamedPath().Matches(line)).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.Contains("Evidence/Joining/EvidenceReader.cs", named);
        Assert.Equal([], named.Where(path => !Path.Exists(Path.Combine(Source, path)) && !Path.Exists(Path.Combine(Source, $"IntegrityWatch.{path}"))));
    }

    /// <summary>The rows of one project: its own, and those of its folders below it.</summary>
    private static IEnumerable<string> SectionOf(string project) =>
        Map.SkipWhile(line => !line.StartsWith($"| **{project}** |", StringComparison.Ordinal))
            .TakeWhile((line, at) => at == 0 || line.StartsWith("| `", StringComparison.Ordinal));

    private static IEnumerable<string> FoldersOf(string project) =>
        Directory.GetDirectories(project, "*", SearchOption.AllDirectories)
            .Where(folder => Directory.GetFiles(folder, "*.cs").Length + Directory.GetFiles(folder, "*.sql").Length > 0)
            .Select(folder => Path.GetFileName(folder)!);

    [System.Text.RegularExpressions.GeneratedRegex(@"`([A-Z][A-Za-z]+/[A-Za-z0-9_./-]+)`")]
    private static partial System.Text.RegularExpressions.Regex NamedPath();
}
