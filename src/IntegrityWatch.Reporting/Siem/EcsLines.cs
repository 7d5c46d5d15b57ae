using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Fields;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>
/// One finding a line as a document of the Elastic Common Schema 8.11 (https://www.elastic.co/guide/en/ecs/8.11/). <c>event.id</c> is the
/// finding's id, the same in every scan. There is no <c>event.outcome</c>, which ECS wants only where an action succeeded or failed.
/// </summary>
public static class EcsLines
{
    private static readonly EcsObjects<Told<Finding>> Objects = new(ToldFields.OfFinding);

    public static void Write(Stream output, FindingsReport report) =>
        JsonLines.Write(output, report.Findings.Shown, (json, finding) => WriteDocument(json, report, finding));

    internal static void WriteDocument(Utf8JsonWriter json, FindingsReport report, Finding finding)
    {
        json.WriteStartObject();
        json.WriteHead(report.Tool, report.Host, finding.Time(report),
            finding.Path.IsEmpty ? finding.Message : $"{finding.Path}: {finding.Message}");
        var told = new Told<Finding>(report, finding);
        Objects.Write(json, told, IsBeforeThreat);
        json.WriteThreat(finding.Techniques);
        Objects.Write(json, told, name => !IsBeforeThreat(name));
        json.WriteRelated(report.Host, finding.Digest, finding.Process);
        json.WriteEndObject();
    }

    private static bool IsBeforeThreat(string name) => name is "tags" or "labels" or "event" or "rule";
}
