using System.Xml.Linq;

namespace IntegrityWatch.Tests;

/// <summary>Which project knows which: the walls of the house.</summary>
public sealed class ProjectTests
{
    private const string Prefix = "IntegrityWatch.";

    /// <summary>What each project of <c>src</c> references, and with that all that those reference.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Platform"] = [],
        ["Evidence"] = ["Platform"],
        ["History"] = ["Evidence"],
        ["Detection"] = ["History"],
        ["AuditRules"] = ["Detection"],
        ["Doctor"] = ["AuditRules"],
        ["Delivery"] = ["Detection"],
        ["Fleet"] = ["Delivery"],
        ["Scanning"] = ["Delivery"],
        ["Reporting"] = ["Doctor", "Fleet"],
        ["IntegrityWatch"] = ["Reporting", "Scanning"],
    };

    /// <summary>Libraries that one project hides from all others.</summary>
    private static readonly Dictionary<string, string> Hidden = new()
    {
        ["System.CommandLine"] = "IntegrityWatch",
        ["LiteDB"] = "History",
        ["Npgsql"] = "Fleet",
    };

    [Fact]
    public void Every_project_references_those_below_it_and_no_others() =>
        Assert.Equal(Arrows.OrderBy(arrow => arrow.Key, StringComparer.Ordinal).Select(arrow => Line(arrow.Key, arrow.Value)),
            Projects().OrderBy(project => project.Name, StringComparer.Ordinal).Select(project => Line(project.Name, References(project.Xml, "ProjectReference"))));

    [Fact]
    public void A_library_that_is_to_be_replaceable_is_known_to_one_project()
    {
        foreach (var (library, project) in Hidden)
            Assert.Equal([project], Projects().Where(known => References(known.Xml, "PackageReference").Contains(library)).Select(known => known.Name));
    }

    [Fact]
    public void Reporting_knows_of_the_fleet_what_it_answers_and_nothing_else() =>
        Assert.All(Directory.GetFiles(Path.Combine(Source, "IntegrityWatch.Reporting"), "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("using IntegrityWatch.Fleet", StringComparison.Ordinal)), line => Assert.Equal("using IntegrityWatch.Fleet.Answers;", line));

    private static string Source => Path.Combine(Captures.Repository(), "src");

    private static IEnumerable<(string Name, XDocument Xml)> Projects() =>
        Directory.GetDirectories(Source, "IntegrityWatch*").SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Select(file => (Short(Path.GetFileNameWithoutExtension(file)), XDocument.Load(file)));

    private static string[] References(XDocument project, string kind) =>
        [.. project.Descendants(kind).Select(reference => Short(Path.GetFileName(reference.Attribute("Include")!.Value).Replace(".csproj", "", StringComparison.Ordinal)))];

    private static string Line(string project, IEnumerable<string> references) => $"{project}: {string.Join(", ", references.Order(StringComparer.Ordinal))}";

    private static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
