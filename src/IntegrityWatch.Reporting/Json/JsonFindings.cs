using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Fields;

namespace IntegrityWatch.Reporting.Json;

/// <summary>Findings and their summary, as product schema 1 names them.</summary>
internal static class JsonFindings
{
    public static void WriteSummary(this Utf8JsonWriter json, FindingSet findings) => json.WriteObject("summary", () =>
    {
        json.WriteNumber("open", findings.Open.Count);
        json.WriteNumber("new", findings.New);
        json.WriteBySeverity(severity => findings.Count(severity));
        json.WriteObject("byKind", () =>
        {
            foreach (var kind in findings.Open.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key))
                json.WriteNumber(kind.Key.Name(), kind.Count());
        });
        json.WriteObject("lowered", () =>
        {
            foreach (var (rule, count) in findings.Lowered)
                json.WriteNumber(rule, count);
        });
        json.WriteObject("stories", () =>
        {
            json.WriteNumber("open", findings.OpenStories.Count);
            json.WriteNumber("new", findings.NewStories);
            json.WriteBySeverity(severity => findings.CountStories(severity));
        });
    });

    public static void WriteBySeverity(this Utf8JsonWriter json, Func<Severity, long> count) => json.WriteObject("bySeverity", () =>
    {
        foreach (var severity in Names.Severities)
            json.WriteNumber(severity.Name(), count(severity));
    });

    public static void WriteFindings(this Utf8JsonWriter json, string name, IEnumerable<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
            json.WriteFinding(finding);
        json.WriteEndArray();
    }

    public static void WriteFinding(this Utf8JsonWriter json, Finding finding) => json.WriteRecord(FindingFields.All, finding);
}
