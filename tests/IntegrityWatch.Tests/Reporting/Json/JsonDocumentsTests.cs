using System.Text;
using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Tests.Reporting.Json;

public class JsonDocumentsTests
{
    private static readonly ToolInfo Tool = new("integritywatch", "1.2.3");

    [Fact]
    public void A_scan_has_the_names_of_the_contract()
    {
        var scan = Scan(SomeReport.Scan());

        Assert.Equal(["schema", "tool", "host", "root", "scannedAt", "bootId", "evidence", "baseline", "lastScan", "containers", "nodes", "summary", "findings", "exit"],
            Names(scan));
        Assert.Equal(1, scan.GetProperty("schema").GetInt32());
        Assert.Equal(["name", "version"], Names(scan.GetProperty("tool")));
        Assert.Equal("2025-03-01T12:00:00.000Z", scan.GetProperty("scannedAt").GetString());
        var evidence = scan.GetProperty("evidence");
        Assert.Equal(["ima", "tpm", "audit", "packages", "disk"], Names(evidence));
        Assert.Equal(["source", "format", "entries", "newEntries", "dropped", "rebuilt", "templates", "violations", "resumed", "problems"],
            Names(evidence.GetProperty("ima")));
        Assert.Equal(["verified", "banks", "reason"], Names(evidence.GetProperty("tpm")));
        Assert.Equal(["files", "records", "events", "integrityRules", "techniqueEvents", "policyLoads", "lost", "resumed", "problems"],
            Names(evidence.GetProperty("audit")));
        Assert.Equal(["manager", "owned"], Names(evidence.GetProperty("packages")));
        Assert.Equal(["hashed"], Names(evidence.GetProperty("disk")));
        Assert.Equal(["generation", "name", "capturedAt", "paths", "chain"], Names(scan.GetProperty("baseline")));
        Assert.Equal(["open", "new", "bySeverity", "byKind", "lowered", "stories"], Names(scan.GetProperty("summary")));
        Assert.Equal(["open", "new", "bySeverity"], Names(scan.GetProperty("summary").GetProperty("stories")));
        Assert.Equal(["code", "status"], Names(scan.GetProperty("exit")));
    }

    [Fact]
    public void A_finding_has_the_names_of_the_contract()
    {
        var finding = Scan(SomeReport.Scan(SomeReport.Full())).GetProperty("findings")[0];

        Assert.Equal(["id", "kind", "severity", "state", "path", "digest", "known", "sources", "firstSeen", "lastSeen", "techniques",
            "rule", "message", "explanation", "sameDigestAs", "package", "process", "related"], Names(finding));
        Assert.Equal("altered-file", finding.GetProperty("kind").GetString());
        Assert.Equal("high", finding.GetProperty("severity").GetString());
        Assert.Equal("new", finding.GetProperty("state").GetString());
        Assert.Equal(["algorithm", "value"], Names(finding.GetProperty("digest")));
        Assert.Equal(Some.DigestA.Hex, finding.GetProperty("digest").GetProperty("value").GetString());
        Assert.Equal(["algorithm", "value", "state", "generation", "firstSeen", "lastSeen"], Names(finding.GetProperty("known")[0]));
        Assert.Equal(["id", "name", "tactics"], Names(finding.GetProperty("techniques")[0]));
        Assert.Equal(["ima", "audit", "disk"], finding.GetProperty("sources").EnumerateArray().Select(source => source.GetString()));
        Assert.Equal(["pid", "ppid", "uid", "auid", "gid", "euid", "user", "comm", "exe", "parentExe", "command", "tty", "session", "key", "time"],
            Names(finding.GetProperty("process")));
        Assert.Equal(JsonValueKind.Number, finding.GetProperty("process").GetProperty("uid").ValueKind);
    }

    [Fact]
    public void The_summary_counts_what_is_open_and_the_exit_is_the_verdict()
    {
        var report = SomeReport.Scan(Some.Finding(severity: Severity.Critical), Some.Finding(path: "/b", state: FindingState.Open));

        var scan = Scan(report with { Findings = new FindingSet(report.Findings.Open, newOnly: true) });

        Assert.Single(scan.GetProperty("findings").EnumerateArray());
        var summary = scan.GetProperty("summary");
        Assert.Equal((2, 1), (summary.GetProperty("open").GetInt32(), summary.GetProperty("new").GetInt32()));
        Assert.Equal(1, summary.GetProperty("bySeverity").GetProperty("critical").GetInt32());
        Assert.Equal(0, summary.GetProperty("bySeverity").GetProperty("low").GetInt32());
        Assert.Equal(2, summary.GetProperty("byKind").GetProperty("new-file").GetInt32());
        Assert.Equal((2, "CRITICAL"), (scan.GetProperty("exit").GetProperty("code").GetInt32(), scan.GetProperty("exit").GetProperty("status").GetString()));
    }

    [Fact]
    public void What_is_not_there_is_null()
    {
        var scan = Scan(SomeReport.Scan() with { List = null, Audit = null, Baseline = null, BootId = null });

        Assert.Equal(JsonValueKind.Null, scan.GetProperty("evidence").GetProperty("ima").ValueKind);
        Assert.Equal(JsonValueKind.Null, scan.GetProperty("evidence").GetProperty("audit").ValueKind);
        Assert.Equal(JsonValueKind.Null, scan.GetProperty("evidence").GetProperty("tpm").GetProperty("verified").ValueKind);
        Assert.Equal(JsonValueKind.Null, scan.GetProperty("baseline").ValueKind);
        Assert.Equal(JsonValueKind.Null, scan.GetProperty("bootId").ValueKind);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'/', (byte)'a', 0xff, 0xc3, (byte)'(' }, "/a\\xff\\xc3(", true)]
    [InlineData(new byte[] { (byte)'/', 0xed, 0xa0, 0x80 }, "/\\xed\\xa0\\x80", true)]
    [InlineData(new byte[] { (byte)'/', (byte)'\\', (byte)'x', (byte)'f', (byte)'f' }, "/\\xff", false)]
    [InlineData(new byte[] { (byte)'/', 0xc3, 0xbc }, "/ü", false)]
    [InlineData(new byte[] { (byte)'/', (byte)'\n', 0x1b, (byte)'"' }, "/\n\u001b\"", false)]
    public void Exact_bytes_stand_beside_the_path_exactly_when_it_is_not_UTF_8(byte[] bytes, string text, bool isExact)
    {
        var finding = Scan(SomeReport.Scan(Some.Finding() with { Path = new HostPath(bytes) })).GetProperty("findings")[0];

        Assert.Equal(text, finding.GetProperty("path").GetString());
        Assert.Equal(isExact, finding.TryGetProperty("pathBase64", out var exact));
        if (isExact)
            Assert.Equal(bytes, exact.GetBytesFromBase64());
    }

    [Fact]
    public void Hostile_text_stays_inside_its_string()
    {
        const string hostile = "\"},{\"kind\":\"forged\"\n\u2028\u0000</script>";
        var finding = Some.Finding() with
        {
            Path = HostPath.Of(hostile),
            Process = Some.Process() with { User = hostile, Comm = HostPath.Of(hostile), Key = hostile, Tty = hostile },
            SameDigestAs = [HostPath.Of(hostile)],
        };

        var scan = Scan(SomeReport.Scan(finding) with { Host = hostile, Root = hostile, BootId = hostile });

        Assert.Equal(hostile, scan.GetProperty("host").GetString());
        var told = Assert.Single(scan.GetProperty("findings").EnumerateArray());
        Assert.Equal(hostile, told.GetProperty("path").GetString());
        Assert.Equal(hostile, told.GetProperty("process").GetProperty("comm").GetString());
    }

    [Fact]
    public void A_scan_is_one_object_and_a_newline()
    {
        var bytes = Written(output => JsonDocuments.WriteScan(output, SomeReport.Scan(SomeReport.Full())));

        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.Equal((byte)'{', bytes[0]);
    }

    [Fact]
    public void A_capture_says_whether_it_approved()
    {
        var approval = new Approval { Path = Some.Path, Digest = Some.DigestA, Terms = ApprovalTerms.From(2), ApprovedAt = Some.Time };
        var plan = new CapturePlan { Generation = Some.Generation(2, paths: 5), Approved = [approval], Superseded = [approval], Refused = [SomeReport.Full()], Hashed = 3 };

        var capture = Parse(output => JsonDocuments.WriteCapture(output, Tool, plan, approved: false));

        Assert.False(capture.GetProperty("captured").GetBoolean());
        Assert.Equal((2, 5), (capture.GetProperty("generation").GetInt32(), capture.GetProperty("paths").GetInt32()));
        Assert.Equal("/usr/bin/some", capture.GetProperty("approved")[0].GetProperty("path").GetString());
        Assert.Equal("altered-file", capture.GetProperty("refused")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public void A_history_tells_a_digest_that_was_approved_and_never_seen()
    {
        var approval = new Approval { Path = Some.Path, Digest = Some.DigestA, Terms = new ApprovalTerms([1, 2]), ApprovedAt = Some.Time };

        var told = Parse(output => JsonDocuments.WriteHistory(output, Tool,
            new HistoryAnswer([new DigestHistory { Path = Some.Path, Digest = Some.DigestA, Approval = approval }], []))).GetProperty("history")[0];

        Assert.Equal("superseded", told.GetProperty("state").GetString());
        Assert.Equal(2, told.GetProperty("supersededIn").GetInt32());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("firstSeen").ValueKind);
        Assert.Empty(told.GetProperty("sources").EnumerateArray());
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static JsonElement Scan(ScanReport report) => Parse(output => JsonDocuments.WriteScan(output, report));

    private static JsonElement Parse(Action<Stream> write)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Written(write));
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return output.ToArray();
    }
}
