using System.Text.Json;
using IntegrityWatch.Detection.Attack;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>The <c>threat</c> fields of ECS: ATT&amp;CK's techniques, sub-techniques below theirs, and tactics.</summary>
internal static class EcsThreat
{
    private const string Site = "https://attack.mitre.org";

    private static readonly TechniqueTable Techniques = new();

    private static readonly Dictionary<string, (string Id, string Name)> Tactics = new()
    {
        ["reconnaissance"] = ("TA0043", "Reconnaissance"),
        ["resource-development"] = ("TA0042", "Resource Development"),
        ["initial-access"] = ("TA0001", "Initial Access"),
        ["execution"] = ("TA0002", "Execution"),
        ["persistence"] = ("TA0003", "Persistence"),
        ["privilege-escalation"] = ("TA0004", "Privilege Escalation"),
        ["defense-evasion"] = ("TA0005", "Defense Evasion"),
        ["credential-access"] = ("TA0006", "Credential Access"),
        ["discovery"] = ("TA0007", "Discovery"),
        ["lateral-movement"] = ("TA0008", "Lateral Movement"),
        ["collection"] = ("TA0009", "Collection"),
        ["exfiltration"] = ("TA0010", "Exfiltration"),
        ["command-and-control"] = ("TA0011", "Command and Control"),
        ["impact"] = ("TA0040", "Impact"),
    };

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
        var tactics = techniques.SelectMany(technique => technique.Tactics).Distinct().Where(Tactics.ContainsKey)
            .Select(name => Tactics[name]).OrderBy(tactic => tactic.Id, StringComparer.Ordinal).ToList();
        if (tactics.Count == 0)
            return;
        json.WriteStartArray("tactic");
        foreach (var (id, name) in tactics)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("name", name);
            json.WriteString("reference", $"{Site}/tactics/{id}/");
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
