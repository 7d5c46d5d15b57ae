using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>
/// One finding a line as a document of the Elastic Common Schema 8.11 (https://www.elastic.co/guide/en/ecs/8.11/). <c>event.id</c> is the
/// finding's id, the same in every scan. There is no <c>event.outcome</c>, which ECS wants only where an action succeeded or failed.
/// </summary>
public static class EcsLines
{
    public static void Write(Stream output, FindingsReport report) =>
        JsonLines.Write(output, report.Findings.Shown, (json, finding) => WriteDocument(json, report, finding));

    internal static void WriteDocument(Utf8JsonWriter json, FindingsReport report, Finding finding)
    {
        json.WriteStartObject();
        json.WriteHead(report.Tool, report.Host, finding.Time(report),
            finding.Path.IsEmpty ? finding.Message : $"{finding.Path}: {finding.Message}");
        json.WriteStrings("tags", finding.Sources.List());
        WriteLabels(json, finding);
        WriteEvent(json, report, finding);
        json.WriteTexts("rule", ("id", finding.Rule), ("name", finding.Kind.Name()), ("description", finding.Message));
        json.WriteThreat(finding.Techniques);
        json.WriteFile(finding.Path, finding.RealDigest);
        if (finding.Process is { } process)
            json.WriteProcess(process);
        if (finding.Package is { } package)
            json.WriteTexts("package", ("name", package.Name), ("version", package.Version), ("installed", package.ChangedAt?.Iso()));
        json.WriteRelated(report.Host, finding.RealDigest, finding.Process);
        json.WriteEndObject();
    }

    /// <summary>What ECS has no field for.</summary>
    private static void WriteLabels(Utf8JsonWriter json, Finding finding) => json.WriteTexts("labels",
        ("severity", finding.Severity.Name()),
        ("state", finding.State.Name()),
        ("login_uid", finding.Process?.Login?.ToString()),
        ("audit_key", finding.Process?.Key),
        ("path_base64", LossyUtf8.IsValid(finding.Path.Bytes) ? null : Convert.ToBase64String(finding.Path.Bytes)));

    private static void WriteEvent(Utf8JsonWriter json, FindingsReport report, Finding finding)
    {
        var words = finding.Kind.Facts().Ecs;
        json.WriteStartObject("event");
        json.WriteString("kind", "alert");
        json.WriteStrings("category", words.Categories);
        json.WriteStrings("type", [words.Type]);
        json.WriteString("action", finding.Kind.Name());
        json.WriteNumber("severity", finding.Severity.Score);
        json.WriteString("id", finding.Id);
        json.WriteString("module", "integritywatch");
        json.WriteString("dataset", "integritywatch.findings");
        json.WriteString("reason", finding.Sentence);
        json.WriteIfKnown("start", finding.FirstSeen);
        json.WriteIfKnown("end", finding.LastSeen);
        json.WriteIfKnown("created", report.At);
        json.WriteEndObject();
    }
}
