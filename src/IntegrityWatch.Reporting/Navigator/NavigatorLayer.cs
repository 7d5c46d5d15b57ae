using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Navigator;

/// <summary>
/// The techniques of findings as a layer of the ATT&amp;CK Navigator, layer format 4.5
/// (https://github.com/mitre-attack/attack-navigator, layers/spec/v4.5/layerformat.md). A technique is scored by its worst finding:
/// info 20, low 40, medium 60, high 80, critical 100.
/// </summary>
public static class NavigatorLayer
{
    /// <summary>The release of ATT&amp;CK that <c>policies/attack-techniques.json</c> is made from.</summary>
    internal const string AttackVersion = "18";

    private const string NavigatorVersion = "5.2.0";
    private const int MostCommented = 10;
    private const int LongestPath = 200;

    /// <summary>From the best to the worst: the gradient's stops stand at the scores.</summary>
    private static readonly (Severity Severity, int Score, string Colour)[] Scale =
    [
        (Severity.Info, 20, "#dbe2ea"),
        (Severity.Low, 40, "#a8cbe8"),
        (Severity.Medium, 60, "#ffd166"),
        (Severity.High, 80, "#f58742"),
        (Severity.Critical, 100, "#d7263d"),
    ];

    public static void Write(Stream output, FindingsReport report)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            WriteLayer(json, report);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteLayer(Utf8JsonWriter json, FindingsReport report)
    {
        var host = report.Host is { } name ? SafeText.Of(name) : "unknown host";
        json.WriteString("name", $"{report.Tool.Name}: {host}");
        json.WriteStartObject("versions");
        json.WriteString("attack", AttackVersion);
        json.WriteString("navigator", NavigatorVersion);
        json.WriteString("layer", "4.5");
        json.WriteEndObject();
        json.WriteString("domain", "enterprise-attack");
        json.WriteString("description", $"What {report.Tool.Name} found on {host}, scored by the worst finding of each technique");
        json.WriteStartObject("filters");
        json.WriteStartArray("platforms");
        json.WriteStringValue("Linux");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("sorting", 3);
        WriteLayout(json);
        json.WriteBoolean("hideDisabled", false);
        WriteTechniques(json, report.Findings.Shown);
        WriteGradient(json);
        WriteLegend(json);
        WriteMetadata(json, Metadata(report));
    }

    private static void WriteLayout(Utf8JsonWriter json)
    {
        json.WriteStartObject("layout");
        json.WriteString("layout", "side");
        json.WriteBoolean("showID", true);
        json.WriteBoolean("showName", true);
        json.WriteString("expandedSubtechniques", "annotated");
        json.WriteEndObject();
    }

    private static void WriteTechniques(Utf8JsonWriter json, IReadOnlyList<Finding> findings)
    {
        var uses = findings.SelectMany(finding => finding.Techniques, (finding, technique) => (Technique: technique, Finding: finding))
            .Where(use => use.Technique.IsOfAttack)
            .GroupBy(use => use.Technique.Id)
            .ToDictionary(use => use.Key, use => (use.First().Technique, Findings: use.Select(each => each.Finding).ToList()));
        // A sub-technique stands under its technique, which must be there to be opened.
        var openedFor = uses.Values.Where(use => use.Technique.Parent is not null).ToLookup(use => use.Technique.Parent!, use => use.Technique);
        json.WriteStartArray("techniques");
        foreach (var id in uses.Keys.Concat(openedFor.Select(parent => parent.Key)).Distinct().Order(StringComparer.Ordinal))
        {
            var (technique, found) = uses.GetValueOrDefault(id);
            var tactics = (technique?.Tactics ?? []).Concat(openedFor[id].SelectMany(below => below.Tactics)).Distinct().Order(StringComparer.Ordinal);
            // Without a tactic, it is annotated under each that it belongs to.
            foreach (var tactic in tactics.DefaultIfEmpty(null))
                WriteTechnique(json, id, tactic, technique?.Tactics.Count == 0 || technique?.Tactics.Contains(tactic) == true ? found : null,
                    isParent: openedFor.Contains(id));
        }
        json.WriteEndArray();
    }

    private static void WriteTechnique(Utf8JsonWriter json, string id, string? tactic, List<Finding>? findings, bool isParent)
    {
        json.WriteStartObject();
        json.WriteString("techniqueID", id);
        if (tactic is not null)
            json.WriteString("tactic", tactic);
        if (findings is not null)
        {
            var worst = findings.Max(finding => finding.Severity);
            json.WriteNumber("score", Scale.First(step => step.Severity == worst).Score);
            json.WriteString("comment", Comment(findings));
            WriteMetadata(json,
            [
                ("worst", worst.Name()),
                ("findings", Text(findings.Count)),
                ("new", Text(findings.Count(finding => finding.State == FindingState.New))),
            ]);
        }
        json.WriteBoolean("enabled", true);
        if (isParent)
            json.WriteBoolean("showSubtechniques", true);
        json.WriteEndObject();
    }

    private static string Comment(List<Finding> findings)
    {
        var lines = findings
            .OrderByDescending(finding => finding.Severity)
            .Take(MostCommented)
            .Select(finding => $"{finding.Severity.Name()} {finding.Kind.Name()} {(finding.Path.IsEmpty ? "" : Short(SafeText.Of(finding.Path)))}".TrimEnd());
        var more = findings.Count > MostCommented ? $"\nand {Text(findings.Count - MostCommented)} more" : "";
        return string.Join('\n', lines) + more;
    }

    private static string Short(string path)
    {
        if (path.Length <= LongestPath)
            return path;
        var end = char.IsHighSurrogate(path[LongestPath - 1]) ? LongestPath - 1 : LongestPath;
        return $"{path[..end]} ...";
    }

    private static void WriteGradient(Utf8JsonWriter json)
    {
        json.WriteStartObject("gradient");
        json.WriteStartArray("colors");
        foreach (var step in Scale)
            json.WriteStringValue(step.Colour);
        json.WriteEndArray();
        json.WriteNumber("minValue", Scale[0].Score);
        json.WriteNumber("maxValue", Scale[^1].Score);
        json.WriteEndObject();
    }

    private static void WriteLegend(Utf8JsonWriter json)
    {
        json.WriteStartArray("legendItems");
        foreach (var step in Scale)
        {
            json.WriteStartObject();
            json.WriteString("label", step.Severity.Name());
            json.WriteString("color", step.Colour);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static IEnumerable<(string Name, string Value)> Metadata(FindingsReport report)
    {
        yield return ("tool", $"{report.Tool.Name} {report.Tool.Version}");
        if (report.At is { } time)
            yield return ("scanned at", time.Iso());
        yield return ("verdict", report.Verdict.Name());
        yield return ("open findings", Text(report.Findings.Open.Count));
        if (report.Baseline is { } baseline)
            yield return ("baseline", $"generation {Text(baseline.Number)} of {baseline.CapturedAt.Iso()}");
    }

    private static void WriteMetadata(Utf8JsonWriter json, IEnumerable<(string Name, string Value)> metadata)
    {
        json.WriteStartArray("metadata");
        foreach (var (name, value) in metadata)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Text(int number) => number.ToString();
}
