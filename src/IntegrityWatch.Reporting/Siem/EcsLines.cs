using System.Globalization;
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
    private const string SchemaVersion = "8.11.0";

    public static void Write(Stream output, FindingsReport report) =>
        JsonLines.Write(output, report.Findings.Shown, (json, finding) => WriteDocument(json, report, finding));

    private static void WriteDocument(Utf8JsonWriter json, FindingsReport report, Finding finding)
    {
        json.WriteStartObject();
        json.WriteIfKnown("@timestamp", finding.Time(report));
        json.WriteStartObject("ecs");
        json.WriteString("version", SchemaVersion);
        json.WriteEndObject();
        json.WriteString("message", finding.Path.IsEmpty ? finding.Message : $"{finding.Path}: {finding.Message}");
        json.WriteStrings("tags", finding.Sources.List());
        WriteLabels(json, finding);
        WriteEvent(json, report, finding);
        if (report.Host is { } host)
            WriteObject(json, "host", ("name", host));
        WriteObject(json, "observer", ("product", report.Tool.Name), ("version", report.Tool.Version));
        WriteObject(json, "rule", ("id", finding.Rule), ("name", finding.Kind.Name()), ("description", finding.Message));
        json.WriteThreat(finding.Techniques);
        json.WriteFile(finding.Path, finding.RealDigest);
        if (finding.Process is { } process)
            json.WriteProcess(process);
        if (finding.Package is { } package)
            WriteObject(json, "package", ("name", package.Name), ("version", package.Version), ("installed", package.ChangedAt?.Iso()));
        WriteRelated(json, report.Host, finding);
        json.WriteEndObject();
    }

    /// <summary>What ECS has no field for.</summary>
    private static void WriteLabels(Utf8JsonWriter json, Finding finding) => WriteObject(json, "labels",
        ("severity", finding.Severity.Name()),
        ("state", finding.State.Name()),
        ("login_uid", finding.Process?.Login?.ToString(CultureInfo.InvariantCulture)),
        ("audit_key", finding.Process?.Key),
        ("path_base64", LossyUtf8.IsValid(finding.Path.Bytes) ? null : Convert.ToBase64String(finding.Path.Bytes)));

    private static void WriteEvent(Utf8JsonWriter json, FindingsReport report, Finding finding)
    {
        var (categories, type) = EcsCategories.Of(finding.Kind);
        json.WriteStartObject("event");
        json.WriteString("kind", "alert");
        json.WriteStrings("category", categories);
        json.WriteStrings("type", [type]);
        json.WriteString("action", finding.Kind.Name());
        json.WriteNumber("severity", finding.Severity.Score);
        json.WriteString("id", finding.Id);
        json.WriteString("module", "integritywatch");
        json.WriteString("dataset", "integritywatch.findings");
        json.WriteString("reason", finding.Reason);
        json.WriteIfKnown("start", finding.FirstSeen);
        json.WriteIfKnown("end", finding.LastSeen);
        json.WriteIfKnown("created", report.At);
        json.WriteEndObject();
    }

    /// <summary>All hashes, hosts and users once more, for whoever looks for one of them anywhere.</summary>
    private static void WriteRelated(Utf8JsonWriter json, string? host, Finding finding)
    {
        json.WriteStartObject("related");
        if (finding.RealDigest is { } digest)
            json.WriteStrings("hash", [digest.Hex]);
        if (host is not null)
            json.WriteStrings("hosts", [host]);
        if (finding.Process?.User is { } user)
            json.WriteStrings("user", [user]);
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, string name, params (string Name, string? Value)[] fields)
    {
        json.WriteStartObject(name);
        foreach (var (field, value) in fields)
            json.WriteIfKnown(field, value);
        json.WriteEndObject();
    }
}
