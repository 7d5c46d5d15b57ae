using System.Text.Json;
using IntegrityWatch.Detection.Attack;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>The <c>threat</c> fields of ECS: ATT&amp;CK's techniques, sub-techniques below theirs, and tactics.</summary>
internal static class EcsThreat
{
    private const string Site = "https://attack.mitre.org";

    private static readonly TechniqueTable Techniques = new();

    public static void WriteThreat(this Utf8JsonWriter json, IReadOnlyList<Technique> techniques)
    {
        var known = techniques.Where(technique => technique.IsOfAttack).ToList();
        if (known.Count == 0)
            return;
        json.WriteStartObject("threat");
        json.WriteString("framework", "MITRE ATT&CK");
        WriteTactics(json, known);
        json.WriteStartArray("technique");
        foreach (var family in known.GroupBy(technique => technique.Parent ?? technique.Id).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            WriteTechnique(json, family.FirstOrDefault(technique => technique.Parent is null) ?? Techniques.Find(family.Key));
            WriteSubtechniques(json, [.. family.Where(technique => technique.Parent is not null)]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTactics(Utf8JsonWriter json, List<Technique> techniques)
    {
        var tactics = techniques.SelectMany(technique => technique.Tactics).Distinct().Select(Tactics.Find).OfType<Tactic>()
            .OrderBy(tactic => tactic.Id, StringComparer.Ordinal).ToList();
        if (tactics.Count == 0)
            return;
        json.WriteStartArray("tactic");
        foreach (var tactic in tactics)
        {
            json.WriteStartObject();
            json.WriteString("id", tactic.Id);
            json.WriteString("name", tactic.Name);
            json.WriteString("reference", $"{Site}/tactics/{tactic.Id}/");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteSubtechniques(Utf8JsonWriter json, List<Technique> below)
    {
        if (below.Count == 0)
            return;
        json.WriteStartArray("subtechnique");
        foreach (var technique in below)
        {
            json.WriteStartObject();
            WriteTechnique(json, technique);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTechnique(Utf8JsonWriter json, Technique technique)
    {
        json.WriteString("id", technique.Id);
        json.WriteString("name", technique.Name);
        json.WriteString("reference", $"{Site}/techniques/{technique.Id.Replace('.', '/')}/");
    }
}
