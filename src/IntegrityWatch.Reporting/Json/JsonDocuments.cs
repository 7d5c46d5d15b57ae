using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Reporting.Json;

/// <summary>The JSON documents that commands print: each one object, indented, ending in a newline.</summary>
public static class JsonDocuments
{
    private const int Schema = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void WriteScan(Stream output, ScanReport report, IReadOnlyList<SinkState>? sinks = null) => Write(output, report.Tool, json =>
    {
        WriteHead(json, report.Host, report.Root, report.ScannedAt, report.BootId);
        WriteEvidence(json, report);
        WriteBaseline(json, report.Baseline);
        WriteSight(json, report.Sight);
        json.WriteObject("containers", () =>
        {
            WriteContainers(json, "labels", report.Containers.Labels);
            if (report.Containers.Images.Count > 0)
                WriteContainers(json, "images", report.Containers.Images);
        });
        json.WriteObject("nodes", () =>
        {
            foreach (var (node, records) in report.Audit?.Nodes ?? new Dictionary<string, long>())
                json.WriteNumber(node, records);
        });
        json.WriteSummary(report.Findings);
        json.WriteFindings("findings", report.Findings.Shown);
        json.WriteSinks(sinks ?? []);
        json.WriteExit(report.Verdict);
    });

    private static void WriteContainers(Utf8JsonWriter json, string by, IReadOnlyDictionary<string, ContainerCounts> containers) => json.WriteObject(by, () =>
    {
        foreach (var (name, counted) in containers)
            json.WriteObject(name, () =>
            {
                json.WriteNumber("files", counted.Files);
                json.WriteNumber("new", counted.New);
            });
    });

    /// <summary>The findings that are open, without a look at the host: with the same head as a scan's, of the last one.</summary>
    public static void WriteFindings(Stream output, FindingsReport report) => Write(output, report.Tool, json =>
    {
        var last = report.Sight.Last;
        WriteHead(json, report.Host, last?.Root, last?.At, last?.BootId);
        WriteBaseline(json, report.Baseline);
        WriteSight(json, report.Sight);
        json.WriteSummary(report.Findings);
        json.WriteFindings("findings", report.Findings.Shown);
        if (report.About is { } about)
            WriteDossier(json, about);
        json.WriteSinks(report.Sinks);
        json.WriteExit(report.Verdict);
    });

    public static void WriteHistory(Stream output, ToolInfo tool, HistoryAnswer answer) => Write(output, tool, json =>
    {
        json.WriteObjects("history", answer.Files, digest => WriteDigestHistory(json, digest));
        json.WriteObjects("events", answer.Events, seen =>
        {
            json.WriteString("technique", seen.Technique.Id);
            json.WriteString("name", seen.Technique.Name);
            json.WritePath(seen.Incident.Key.Path);
            json.WriteNumber("count", seen.Incident.Count);
            json.WriteTime("firstSeen", seen.Incident.FirstSeen);
            json.WriteTime("lastSeen", seen.Incident.LastSeen);
            json.WriteProcess("process", seen.Incident.Process);
        });
    });

    /// <param name="approved">False where it was only shown.</param>
    public static void WriteCapture(Stream output, ToolInfo tool, CapturePlan plan, bool approved) => Write(output, tool, json =>
    {
        json.WriteNumber("generation", plan.Generation.Number);
        json.WriteBoolean("captured", approved);
        json.WriteNumber("paths", plan.Generation.Paths);
        json.WriteString("content", plan.Generation.Content);
        json.WriteString("chain", plan.Generation.Chain);
        json.WriteApprovals("approved", plan.Approved);
        json.WriteApprovals("superseded", plan.Superseded);
        json.WriteApprovals("beside", plan.BesideDisk);
        json.WriteContents("leftOut", plan.LeftOut.Select(seen => (seen.Path, seen.Digest)));
        json.WritePaths("byLastUse", plan.ByLastUse);
        json.WriteFindings("refused", plan.Refused);
        json.WritePaths("unreadable", plan.Unreadable);
        json.WritePaths("notThere", plan.NotThere);
        json.WriteFindings("waived", plan.Waived);
        json.WriteFindings("resolved", plan.Resolved);
        json.WriteLives("closed", plan.Closed);
        json.WriteLives("reopened", []);
        json.WriteFindings("staysOpen", plan.StaysOpen);
        json.WriteFindings("events", plan.Events);
        json.WriteNumber("asInstalled", plan.Approved.Count(plan.IsVouchedFor));
        json.WriteObject("disk", () => json.WriteNumber("hashed", plan.Hashed));
    });

    /// <param name="what">What became of the findings, such as <c>accepted</c>.</param>
    /// <param name="isDone">False where it was only shown.</param>
    public static void WriteSettled(Stream output, ToolInfo tool, string what, SettledFindings settled, bool isDone) => Write(output, tool, json =>
    {
        json.WriteNumber("generation", settled.Generation.Number);
        json.WriteBoolean("done", isDone);
        json.WriteFindings(what, settled.Findings);
        json.WriteApprovals("approved", settled.Approved);
        json.WriteFindings("waived", settled.Findings.Where(finding => settled.Closed.Any(life => life.Id == finding.Id && life.Closed == FindingClosure.Waived)));
        json.WriteLives("closed", settled.Closed);
        json.WriteLives("reopened", []);
    });

    /// <param name="tool">Which program says it; null where the document does not tell.</param>
    internal static void Write(Stream output, ToolInfo? tool, Action<Utf8JsonWriter> content)
    {
        using (var json = new Utf8JsonWriter(output, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            if (tool is not null)
                json.WriteObject("tool", () =>
                {
                    json.WriteString("name", tool.Name);
                    json.WriteString("version", tool.Version);
                });
            content(json);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteEvidence(Utf8JsonWriter json, ScanReport report) => json.WriteObject("evidence", () =>
    {
        json.WriteObjectOrNull("ima", report.List, list => WriteList(json, list));
        json.WriteObject("tpm", () => WriteTpm(json, report.List));
        json.WriteObjectOrNull("audit", report.Audit, audit => WriteAudit(json, audit));
        json.WriteObject("packages", () =>
        {
            json.WriteString("manager", report.PackageManager);
            json.WriteNumber("owned", report.Owned);
        });
        json.WriteObject("disk", () => json.WriteNumber("hashed", report.Hashed));
    });

    private static void WriteHead(Utf8JsonWriter json, string? host, string? root, DateTimeOffset? scannedAt, string? bootId)
    {
        json.WriteString("host", host);
        json.WriteString("root", root);
        json.WriteTime("scannedAt", scannedAt);
        json.WriteString("bootId", bootId);
    }

    /// <summary>When the host was last looked at, and why nothing can be said of it, where that is so.</summary>
    private static void WriteSight(Utf8JsonWriter json, HostSight sight)
    {
        if (sight is { Last: null, Reason: null })
        {
            json.WriteNull("lastScan");
            return;
        }
        json.WriteObject("lastScan", () =>
        {
            json.WriteTime("at", sight.Last?.At);
            json.WriteString("outcome", sight.Last?.Outcome);
            if (sight.Reason is { } reason)
                json.WriteString("reason", reason);
            if (sight.Last is { NotLookedAt: { Count: > 0 } left })
                json.WriteStrings("notLookedAt", left);
        });
    }

    private static void WriteTpm(Utf8JsonWriter json, ListSummary? list)
    {
        var verdict = list?.Verdict;
        json.WriteAnswer("verified", list?.Verified);
        json.WriteObjects("banks", verdict?.Banks ?? [], bank =>
        {
            json.WriteString("algorithm", bank.Algorithm);
            json.WriteNumber("pcr", bank.Pcr);
            json.WriteString("expected", bank.Expected);
            json.WriteString("replayed", bank.Replayed);
            json.WriteNumber("matchedAtEntry", bank.MatchedAtEntry);
        });
        json.WriteString("reason", verdict?.Reason ?? "the measurement list was left out");
        if (list?.Quote is { } quote)
            json.WriteObject("quote", () =>
            {
                json.WriteBoolean("verified", quote.Verified == true);
                json.WriteString("selection", quote.Selection);
                json.WriteNumber("matchedAtEntry", quote.MatchedAtEntry);
                json.WriteString("reason", quote.Reason);
            });
    }

    private static void WriteList(Utf8JsonWriter json, ListSummary list)
    {
        json.WriteString("source", list.Source);
        json.WriteString("format", list.Format);
        json.WriteNumber("entries", list.Entries);
        json.WriteNumber("newEntries", list.NewEntries);
        json.WriteNumber("dropped", list.Dropped);
        json.WriteNumber("rebuilt", list.Rebuilt);
        json.WriteObject("templates", () =>
        {
            foreach (var (name, count) in list.Templates.OrderBy(template => template.Key, StringComparer.Ordinal))
                json.WriteNumber(name, count);
        });
        json.WriteNumber("violations", list.Violations);
        json.WriteBoolean("resumed", list.Resumed);
        json.WriteStrings("problems", list.Problems);
    }

    private static void WriteAudit(Utf8JsonWriter json, AuditSummary audit)
    {
        json.WriteStrings("files", audit.Files);
        json.WriteNumber("records", audit.Records);
        json.WriteNumber("events", audit.Events);
        json.WriteNumber("integrityRules", audit.IntegrityRules);
        json.WriteNumber("techniqueEvents", audit.TechniqueEvents);
        json.WriteNumber("policyLoads", audit.PolicyLoads);
        json.WriteNumber("lost", audit.Lost);
        json.WriteBoolean("resumed", audit.Resumed);
        json.WriteStrings("problems", audit.Problems);
    }

    private static void WriteBaseline(Utf8JsonWriter json, Generation? generation) => json.WriteObjectOrNull("baseline", generation, baseline =>
    {
        json.WriteNumber("generation", baseline.Number);
        json.WriteString("name", baseline.Name);
        json.WriteTime("capturedAt", baseline.CapturedAt);
        json.WriteNumber("paths", baseline.Paths);
        json.WriteString("chain", baseline.Chain);
    });

    private static void WriteDossier(Utf8JsonWriter json, Dossier about)
    {
        json.WriteObjects("history", about.Digests, digest => WriteDigestHistory(json, digest));
        json.WriteLives("closed", about.Closed);
        json.WriteObjects("decisions", about.Decisions, decision =>
        {
            json.WriteString("decision", decision.Verb.Name());
            json.WriteNumber("generation", decision.Generation);
            json.WriteString("finding", decision.FindingId);
            json.WriteString("kind", decision.Kind);
            json.WriteDigest(decision.Digest);
            if (decision.Realm.NameElsewhere() is { } realm)
            {
                json.WriteString("realm", realm);
                json.WriteString("container", decision.Container);
            }
            json.WriteTime("at", decision.At);
            json.WriteString("by", decision.By);
            json.WriteString("reason", decision.Reason);
        });
    }

    private static void WriteDigestHistory(Utf8JsonWriter json, DigestHistory history)
    {
        json.WritePath(history.Path);
        json.WriteDigest(history.Digest);
        json.WriteString("state", history.State.Name());
        if (history.Realm.NameElsewhere() is { } realm)
        {
            json.WriteString("realm", realm);
            json.WriteString("container", history.Container);
        }
        json.WriteNumber("generation", history.Approval?.Generation);
        json.WriteTime("approvedAt", history.Approval?.ApprovedAt);
        json.WriteNumber("supersededIn", history.Approval?.SupersededIn);
        json.WriteStrings("sources", (history.Observed?.Sources ?? EvidenceSources.None).List());
        json.WriteTime("firstSeen", history.Observed?.FirstSeen);
        json.WriteTime("lastSeen", history.Observed?.LastSeen);
        json.WriteStrings("boots", history.Observed?.Boots ?? []);
        if (history.Observed is { BootsLeftOut: > 0 } observed)
            json.WriteNumber("bootCount", observed.BootCount);
        json.WriteProcess("firstProcess", history.Observed?.FirstProcess);
        json.WriteProcess("latestProcess", history.Observed?.LatestProcess);
    }

    private static void WriteProcess(this Utf8JsonWriter json, string name, ProcessInfo? process)
    {
        if (process is null)
            return;
        json.WritePropertyName(name);
        json.WriteRecord(ProcessFields.All, process);
    }
}
