using System.Text;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.AuditRules;
using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Tests.AuditRules;

/// <summary>Audit rules from text, and what comes of looking through them.</summary>
internal static class SomeRules
{
    public const string File = "some.rules";

    public static RuleLine Line(string text) => Assert.Single(RuleLine.Of(File, Encoding.UTF8.GetBytes(text)));

    public static RuleStatement Parse(string text) => RuleParser.Parse(Line(text));

    public static RuleReport Check(params IEnumerable<string> lines) =>
        RuleCheck.Run(new TechniqueTable(), [new RuleSource(File, [.. RuleLine.Of(File, Encoding.UTF8.GetBytes(string.Join('\n', lines)))])]);

    public static RuleReport CheckFor(RuleHost host, params IEnumerable<string> lines) =>
        RuleCheck.Run(new TechniqueTable(), [new RuleSource(File, [.. RuleLine.Of(File, Encoding.UTF8.GetBytes(string.Join('\n', lines)))])], host);

    public static RuleReport CheckWith(IKeyTechniques keys, params IEnumerable<string> lines) =>
        RuleCheck.Run(new TechniqueTable(), [new RuleSource(File, [.. RuleLine.Of(File, Encoding.UTF8.GetBytes(string.Join('\n', lines)))])], null, keys);

    public static RuleReport CheckListing(string listing) =>
        RuleCheck.Run(new TechniqueTable(), [RuleSource.Read("-", () => new MemoryStream(Encoding.UTF8.GetBytes(listing)))]);

    public static string Shipped()
    {
        using var reader = new StreamReader(ShippedRules.OpenAuditRules());
        return reader.ReadToEnd();
    }

    public static TechniqueCoverage Technique(this RuleReport report, string id) =>
        Assert.Single(report.Techniques, coverage => coverage.Technique.Id == id);
}
