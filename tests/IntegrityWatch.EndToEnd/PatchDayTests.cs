using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>The day after patching, a trojan on the same day, and the way back: two real versions of openssl and libssl3.</summary>
public sealed class PatchDayTests : IDisposable
{
    private static readonly string[] Upgraded =
    [
        "/usr/bin/openssl", "/usr/lib/x86_64-linux-gnu/libcrypto.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3",
        "/usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so",
    ];

    private readonly EvidenceTree tree = EvidenceTree.CapturedAt("patch-day", "before");

    public void Dispose() => tree.Dispose();

    [Fact]
    public void Every_file_that_the_upgrade_altered_is_low_and_explained_with_both_versions()
    {
        var scan = tree.ScanJson(Step("upgraded"));

        Assert.Equal(1, scan.ExitCode);
        Assert.Equal(Upgraded, scan.Findings.Select(Path).Order(StringComparer.Ordinal));
        Assert.All(scan.Findings, finding =>
        {
            Assert.Equal(("altered-file", "low"), (Text(finding, "kind"), Text(finding, "severity")));
            Assert.Matches("^package (openssl|libssl3:amd64) 3[.]0[.]17-1~deb12u2 -> 3[.]0[.]22-1~deb12u2 at 20[0-9-]+T[0-9:]+Z$", Text(finding, "explanation"));
            Assert.True(finding.GetProperty("package").GetProperty("matchesManifest").GetBoolean());
        });
        Assert.Equal("dpkg", scan.Json.GetProperty("evidence").GetProperty("packages").GetProperty("manager").GetString());
    }

    [Fact]
    public void People_read_one_line_a_package()
    {
        var lines = tree.Scan(Step("upgraded"), "--quiet").Output.TrimEnd('\n').Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.Contains(lines, line => line.StartsWith("LOW new altered-file /usr/bin/openssl ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("LOW new altered-file package=libssl3:amd64 files=3 ", StringComparison.Ordinal)
            && line.Contains("3.0.17-1~deb12u2 -> 3.0.22-1~deb12u2", StringComparison.Ordinal)
            && Upgraded.Skip(1).All(line.Contains));
    }

    [Fact]
    public void After_a_capture_nothing_is_open()
    {
        tree.Scan(Step("upgraded"));
        Assert.Equal(0, tree.Capture(Step("upgraded")).ExitCode);

        Assert.Equal(0, tree.Scan(Step("upgraded")).ExitCode);
    }

    [Fact]
    public void What_a_hook_captures_after_an_upgrade_is_approved_and_a_trojan_of_the_same_night_is_not()
    {
        Assert.Contains("generation 2: 37 paths; 4 digests approved, 4 superseded", tree.Capture(Step("upgraded"), "--only-explained").Output);
        Assert.Equal(0, tree.Scan(Step("upgraded")).ExitCode);

        tree.Capture(Step("trojan"), "--only-explained");

        var scan = tree.ScanJson(Step("trojan"));
        Assert.Equal(2, scan.ExitCode);
        Assert.Equal("critical", Text(scan.Finding("package-mismatch", "/usr/bin/openssl"), "severity"));
    }

    [Fact]
    public void A_hook_that_finds_nothing_explained_makes_no_generation_and_says_so()
    {
        var capture = tree.Capture(Step("before"), "--only-explained");

        Assert.Equal(0, capture.ExitCode);
        Assert.Contains("nothing is approved: no package that changed", capture.Error);
        Assert.Single(tree.Generations());
        Assert.False(tree.Capture(Step("before"), "--only-explained", "--format", "json").Json.GetProperty("captured").GetBoolean());
    }

    [Fact]
    public void The_trojan_in_place_of_openssl_is_the_only_story_and_critical()
    {
        tree.Capture(Step("upgraded"));

        var scan = tree.ScanJson(Step("trojan"));

        Assert.Equal(2, scan.ExitCode);
        Assert.Equal("critical", Text(scan.Finding("package-mismatch", "/usr/bin/openssl"), "severity"));
        Assert.All(scan.Findings, finding => Assert.Equal("/usr/bin/openssl", Path(finding)));
        Assert.False(scan.Findings[0].GetProperty("package").GetProperty("matchesManifest").GetBoolean());
    }

    [Fact]
    public void A_trojan_on_the_day_of_the_upgrade_stands_out_of_it()
    {
        tree.Scan(Step("upgraded"));

        var scan = tree.ScanJson(Step("trojan"));

        Assert.Equal("critical", Text(scan.Finding("package-mismatch", "/usr/bin/openssl"), "severity"));
        Assert.StartsWith("CRITICAL new package-mismatch /usr/bin/openssl ", tree.Scan(Step("trojan"), "--quiet").Output.Replace(" open ", " new ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_capture_does_not_approve_the_trojan_unless_it_is_named()
    {
        tree.Capture(Step("upgraded"));

        var capture = tree.Capture(Step("trojan"));

        Assert.Contains("not approved, because it is suspicious: /usr/bin/openssl", capture.Error);
        tree.ScanJson(Step("trojan")).Finding("package-mismatch", "/usr/bin/openssl");
        tree.Capture(Step("trojan"), "--include", "/usr/bin/openssl");
        Assert.Equal(0, tree.Scan(Step("trojan")).ExitCode);
    }

    [Fact]
    public void The_downgrade_is_reverted_high_and_says_which_package_did_it()
    {
        tree.Capture(Step("upgraded"));

        var finding = tree.ScanJson(Step("downgraded")).Finding("reverted-file", "/usr/bin/openssl");

        Assert.Equal("high", Text(finding, "severity"));
        Assert.StartsWith("package openssl 3.0.22-1~deb12u2 -> 3.0.17-1~deb12u2 at ", Text(finding, "explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_disk_an_upgrade_explains_nothing_and_says_so()
    {
        var finding = tree.ScanJson(Step("upgraded"), "--no-disk").Finding("altered-file", "/usr/bin/openssl");

        Assert.Equal("high", Text(finding, "severity"));
        Assert.EndsWith("whether the file was what it installed cannot be told", Text(finding, "explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_accepted_finding_is_gone_with_its_reason_kept()
    {
        var helper = tree.ScanJson(Step("copy")).Finding("copied-file", "/usr/local/bin/helper");

        var accept = Run("accept", Text(helper, "id")!, "--reason", "a wrapper that we need");

        Assert.Equal(0, accept.ExitCode);
        Assert.DoesNotContain(tree.ScanJson(Step("copy")).Findings, finding => Path(finding) == "/usr/local/bin/helper");
    }

    [Theory]
    [InlineData("no open finding", "/usr/bin/nothing")]
    [InlineData("no open finding", "abcdef012345")]
    public void What_is_not_open_cannot_be_accepted(string _, string what) =>
        Run("accept", what, "--reason", "r").RefusedWith($"nothing is open of this id or path: {what}");

    [Fact]
    public void Nothing_is_accepted_without_a_reason()
    {
        Run("accept", "/usr/local/bin/helper").RefusedWith("--reason");
        Run("accept", "/usr/local/bin/helper", "--reason", " ").RefusedWith("--reason is empty");
    }

    [Fact]
    public void The_story_of_a_finding_says_what_it_was_and_what_to_do()
    {
        tree.Capture(Step("upgraded"));
        var id = Text(tree.ScanJson(Step("trojan")).Finding("package-mismatch", "/usr/bin/openssl"), "id")!;

        var story = Run("findings", "show", id);

        Assert.Equal(2, story.ExitCode);
        Assert.Contains("superseded in generation 2", story.Output);
        Assert.Contains("approved in generation 2", story.Output);
        Assert.Contains("what to do\n    take the host for compromised", story.Output);
    }

    [Fact]
    public void Compacting_keeps_every_finding()
    {
        var before = tree.ScanJson(Step("upgraded")).Findings.Select(finding => Text(finding, "id"));

        var compact = Run("compact");

        Assert.Equal(0, compact.ExitCode);
        Assert.Matches("^forgot 0 records not seen for 400 days; [0-9]+ bytes before, [0-9]+ bytes now\n$", compact.Output);
        Assert.Equal(before, tree.ScanJson(Step("upgraded")).Findings.Select(finding => Text(finding, "id")));
    }

    [Fact]
    public void Compacting_what_is_not_there_creates_nothing()
    {
        using var empty = new EvidenceTree();
        BuiltProgram.Run("compact", "--db", empty.Database).RefusedWith("no history at");
        Assert.Empty(EvidenceTree.FilesBeside(empty.Database));
    }

    private string Step(string step) => tree.Unpack("patch-day", step);

    private RunResult Run(params string[] arguments) => BuiltProgram.Run([.. arguments, "--db", tree.Database]);

    private static string Path(JsonElement finding) => Text(finding, "path")!;

    private static string? Text(JsonElement finding, string name) => finding.GetProperty(name).GetString();
}
