using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Tests.Reporting.Siem;

/// <summary>Names as https://www.elastic.co/guide/en/ecs/8.11/ has them.</summary>
public class EcsLinesTests
{
    /// <summary>Categories and the types that ECS expects with them.</summary>
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["configuration"] = ["access", "change", "creation", "deletion", "info"],
        ["driver"] = ["change", "end", "info", "start"],
        ["file"] = ["access", "change", "creation", "deletion", "info"],
        ["host"] = ["access", "change", "end", "info", "start"],
        ["intrusion_detection"] = ["allowed", "denied", "info"],
        ["malware"] = ["info"],
        ["package"] = ["access", "change", "deletion", "info", "installation", "start"],
        ["process"] = ["access", "change", "end", "info", "start"],
    };

    [Fact]
    public void A_finding_is_a_document_with_the_names_of_the_schema()
    {
        var document = Document(Full());

        Assert.Equal(["@timestamp", "ecs", "message", "host", "observer", "tags", "labels", "event", "rule", "threat", "file", "process", "user",
            "package", "related"], Names(document));
        Assert.Equal("2025-03-01T12:00:01.000Z", Text(document, "@timestamp"));
        Assert.Equal("8.11.0", Text(document, "ecs", "version"));
        Assert.Equal("/usr/bin/some: was used, and no generation holds its path", Text(document, "message"));
        Assert.Equal(["kind", "category", "type", "action", "severity", "id", "module", "dataset", "reason", "start", "end", "created"], Names(document.GetProperty("event")));
        Assert.Equal("alert", Text(document, "event", "kind"));
        Assert.Equal(8, document.GetProperty("event").GetProperty("severity").GetInt32());
        Assert.Equal("integritywatch.findings", Text(document, "event", "dataset"));
        Assert.Equal(("/usr/bin/some", "some", Some.DigestA.Hex), (Text(document, "file", "path"), Text(document, "file", "name"), Text(document, "file", "hash", "sha256")));
        Assert.Equal(["pid", "executable", "name", "command_line", "parent", "user", "real_user"], Names(document.GetProperty("process")));
        Assert.Equal(4241, document.GetProperty("process").GetProperty("parent").GetProperty("pid").GetInt32());
        Assert.Equal("/usr/sbin/sshd", Text(document, "process", "parent", "executable"));
        Assert.Equal(("1000", "deploy"), (Text(document, "user", "id"), Text(document, "user", "name")));
        Assert.Equal(["name", "version", "installed"], Names(document.GetProperty("package")));
        Assert.Equal("web01", Text(document, "host", "name"));
    }

    [Fact]
    public void The_effective_user_has_no_name_where_it_is_another()
    {
        var process = Document(Full() with { Process = Some.Process() with { Euid = 0 } }).GetProperty("process");

        Assert.Equal(["id"], Names(process.GetProperty("user")));
        Assert.Equal("0", Text(process, "user", "id"));
        Assert.Equal("deploy", Text(process, "real_user", "name"));
    }

    [Fact]
    public void A_subtechnique_stands_below_its_technique_and_other_ids_are_no_threat()
    {
        var threat = Document(Some.Finding() with
        {
            Techniques = [new Technique("SITE-1", "ours", ["execution"]), new Technique("T1059.004", "Unix Shell", ["execution"])],
        }).GetProperty("threat");

        Assert.Equal("MITRE ATT&CK", Text(threat, "framework"));
        var technique = Assert.Single(threat.GetProperty("technique").EnumerateArray());
        Assert.Equal(("T1059", "Command and Scripting Interpreter", "https://attack.mitre.org/techniques/T1059/"),
            (Text(technique, "id"), Text(technique, "name"), Text(technique, "reference")));
        var below = Assert.Single(technique.GetProperty("subtechnique").EnumerateArray());
        Assert.Equal(("T1059.004", "https://attack.mitre.org/techniques/T1059/004/"), (Text(below, "id"), Text(below, "reference")));
        var tactic = Assert.Single(threat.GetProperty("tactic").EnumerateArray());
        Assert.Equal(("TA0002", "Execution"), (Text(tactic, "id"), Text(tactic, "name")));
        Assert.False(Document(Some.Finding() with { Techniques = [new Technique("SITE-1", "ours", [])] }).TryGetProperty("threat", out _));
    }

    [Fact]
    public void Every_tactic_of_the_shipped_techniques_is_told()
    {
        using var shipped = ShippedData.Open("attack-techniques.json");
        using var table = JsonDocument.Parse(shipped);
        var tactics = table.RootElement.GetProperty("techniques").EnumerateObject()
            .Where(technique => technique.Value.TryGetProperty("tactics", out _))
            .SelectMany(technique => technique.Value.GetProperty("tactics").EnumerateArray()).Select(tactic => tactic.GetString()!).Distinct().ToList();

        var told = Document(Some.Finding() with { Techniques = [new Technique("T1036", "Masquerading", tactics)] }).GetProperty("threat").GetProperty("tactic");

        Assert.True(tactics.Count > 9);
        Assert.Equal(tactics.Count, told.GetArrayLength());
    }

    [Fact]
    public void Every_kind_has_categories_of_the_schema_and_a_type_that_goes_with_each() => Assert.All(Enum.GetValues<FindingKind>(), kind =>
    {
        var (categories, type) = kind.Facts().Ecs;

        Assert.NotEmpty(categories);
        Assert.All(categories, category => Assert.Contains(type, Expected[category]));
    });

    [Theory]
    [InlineData("sha1", "sha1")]
    [InlineData("verity:sha256", "verity_sha256")]
    public void A_hash_bears_the_name_of_its_algorithm(string algorithm, string name)
    {
        var hash = Document(Some.Finding(digest: new Digest(algorithm, [1, 2]))).GetProperty("file").GetProperty("hash");

        Assert.Equal([name], Names(hash));
        Assert.Equal("0102", Text(hash, name));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var document = Document(Some.Finding() with { Path = default, Digest = new Digest("sha256", new byte[32]) });

        Assert.Equal(["@timestamp", "ecs", "message", "host", "observer", "tags", "labels", "event", "rule", "related"], Names(document));
        Assert.Equal("was used, and no generation holds its path", Text(document, "message"));
        Assert.Equal(["hosts"], Names(document.GetProperty("related")));
    }

    [Fact]
    public void Exact_bytes_stand_beside_a_path_that_is_not_UTF_8()
    {
        var document = Document(Some.Finding() with { Path = new HostPath([(byte)'/', 0xff, (byte)'\n']) });

        Assert.Equal("/\\xff\n", Text(document, "file", "path"));
        Assert.Equal("L/8K", Text(document, "labels", "path_base64"));
    }

    private static Finding Full() => Some.Finding(FindingKind.AlteredFile, Severity.High) with
    {
        Sources = EvidenceSources.Ima | EvidenceSources.Audit,
        FirstSeen = Some.Time,
        LastSeen = Some.Time.AddSeconds(1),
        Techniques = [new Technique("T1036", "Masquerading", ["defense-evasion"])],
        Process = Some.Process() with { Command = "bash -c id" },
        Package = new PackageNote { Name = "some", Version = "1.0-1", ChangedAt = Some.Time },
    };

    private static JsonElement Document(Finding finding)
    {
        var text = SomeReport.Written(output => EcsLines.Write(output, SomeReport.Of(finding)));
        Assert.Equal(text.Length - 1, text.IndexOf('\n'));
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static string? Text(JsonElement element, params string[] path) =>
        path.Aggregate(element, (at, name) => at.GetProperty(name)).GetString();
}
