using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Json;

/// <summary>Findings and their summary, as product schema 1 names them.</summary>
internal static class JsonFindings
{
    public static void WriteSummary(this Utf8JsonWriter json, FindingSet findings)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("open", findings.Open.Count);
        json.WriteNumber("new", findings.New);
        json.WriteStartObject("bySeverity");
        foreach (var severity in Names.Severities)
            json.WriteNumber(severity.Name(), findings.Count(severity));
        json.WriteEndObject();
        json.WriteStartObject("byKind");
        foreach (var kind in findings.Open.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key))
            json.WriteNumber(kind.Key.Name(), kind.Count());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteFindings(this Utf8JsonWriter json, FindingSet findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings.Shown)
            json.WriteFinding(finding);
        json.WriteEndArray();
    }

    public static void WriteFinding(this Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("kind", finding.Kind.Name());
        json.WriteString("severity", finding.Severity.Name());
        json.WriteString("state", finding.State.Name());
        json.WritePath(finding.Path);
        json.WriteDigest(finding.Digest);
        WriteKnown(json, finding.Known);
        json.WriteStrings("sources", finding.Sources.List());
        json.WriteTime("firstSeen", finding.FirstSeen);
        json.WriteTime("lastSeen", finding.LastSeen);
        WriteTechniques(json, finding);
        json.WriteString("rule", finding.Rule);
        json.WriteString("message", finding.Message);
        if (finding.Support is { } explanation)
            json.WriteString("explanation", explanation);
        if (finding.Ambiguous)
            json.WriteBoolean("ambiguous", true);
        json.WriteStrings("sameDigestAs", finding.SameDigestAs.Select(path => path.ToString()));
        if (finding.Package is { } package)
            WritePackage(json, package);
        if (finding.Process is { } process)
            json.WriteProcess("process", process);
        json.WriteStrings("related", finding.Related);
        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, IReadOnlyList<KnownDigest> known)
    {
        json.WriteStartArray("known");
        foreach (var digest in known)
        {
            json.WriteStartObject();
            json.WriteString("algorithm", digest.Digest.Algorithm);
            json.WriteString("value", digest.Digest.Hex);
            json.WriteString("state", digest.State.Name());
            json.WriteNumber("generation", digest.Generation);
            json.WriteTime("firstSeen", digest.FirstSeen);
            json.WriteTime("lastSeen", digest.LastSeen);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WritePackage(Utf8JsonWriter json, PackageNote package)
    {
        json.WriteStartObject("package");
        json.WriteString("name", package.Name);
        json.WriteString("version", package.Version);
        json.WriteTime("installedAt", package.ChangedAt);
        if (package.MatchesManifest is { } matches)
            json.WriteBoolean("matchesManifest", matches);
        else
            json.WriteNull("matchesManifest");
        json.WriteEndObject();
    }

    private static void WriteTechniques(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartArray("techniques");
        foreach (var technique in finding.Techniques)
        {
            json.WriteStartObject();
            json.WriteString("id", technique.Id);
            json.WriteString("name", technique.Name);
            json.WriteStrings("tactics", technique.Tactics);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
