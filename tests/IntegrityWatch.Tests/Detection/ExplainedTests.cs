using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

/// <summary>To what explained drift falls is the policy's to say.</summary>
public sealed class ExplainedTests : IDisposable
{
    private static readonly DateTimeOffset Upgrade = new(2025, 3, 2, 6, 25, 0, TimeSpan.Zero);

    private readonly SomeHost host = new() { Packages = new SomePackages() };
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public ExplainedTests()
    {
        disk = new EvidenceRoot(folder.Path);
        Put("a");
        host.Packages!.Install(Some.Path, "a", "1.0");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA, entry: 1)), disk);
    }

    public void Dispose()
    {
        disk.Dispose();
        folder.Dispose();
        host.Dispose();
    }

    [Theory]
    [InlineData("info", Severity.Info)]
    [InlineData("low", Severity.Low)]
    [InlineData("medium", Severity.Medium)]
    [InlineData("high", Severity.High)]
    [InlineData("critical", Severity.High)]
    public void An_upgrade_falls_to_what_the_policy_says_and_never_rises_by_it(string explained, Severity severity)
    {
        host.Policy = PolicyOf($$"""{"explained": "{{explained}}"}""");
        Upgraded("b", "1.1");

        Assert.Equal((FindingKind.AlteredFile, severity), Only(Scan("b")));
    }

    [Fact]
    public void What_is_explained_tells_of_no_technique_and_what_is_not_does()
    {
        Upgraded("b", "1.1");
        Assert.Empty(Assert.Single(Scan("b")).Techniques);
        Assert.Empty(Assert.Single(host.OpenFindings()).Techniques);
        Put("trojan");

        Assert.NotEmpty(Scan("trojan").Single(finding => finding is { Kind: FindingKind.AlteredFile, Severity: Severity.High }).Techniques);
    }

    [Fact]
    public void A_file_that_differs_from_its_package_is_as_bad_whatever_explained_says()
    {
        host.Policy = PolicyOf("""{"explained": "info"}""");
        Put("trojan");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");

        Assert.Equal([Severity.Critical, Severity.High], Scan("trojan").Select(finding => finding.Severity));
    }

    [Fact]
    public void What_is_open_and_explained_follows_the_policy_of_now()
    {
        Upgraded("b", "1.1");
        Scan("b");
        foreach (var (explained, severity) in new[] { ("medium", Severity.Medium), ("info", Severity.Info), ("low", Severity.Low) })
        {
            host.Policy = PolicyOf($$"""{"explained": "{{explained}}"}""");
            Assert.Equal((FindingKind.AlteredFile, severity), Only(host.OpenFindings()));
            Assert.Equal((FindingKind.AlteredFile, severity), Only(host.Scan(Some.Evidence(), disk)));
        }
    }

    /// <summary>A later version of the package says nothing of the earlier content: the word that was given once stands.</summary>
    [Theory]
    [InlineData("low", Severity.Low)]
    [InlineData("medium", Severity.Medium)]
    public void What_was_explained_once_stays_explained_and_follows_the_policy_too(string explained, Severity severity)
    {
        Upgraded("b", "1.1");
        var told = Assert.Single(Scan("b"));
        Upgraded("c", "1.2");
        host.Policy = PolicyOf($$"""{"explained": "{{explained}}"}""");

        var before = Scan("c").Single(finding => finding.Id == told.Id);

        Assert.Equal((severity, told.Explanation), (before.Severity, before.Explanation));
        Assert.Empty(before.Techniques);
    }

    [Fact]
    public void What_is_explained_is_settled_by_a_capture_however_bad_the_policy_has_it()
    {
        host.Policy = PolicyOf("""{"explained": "high"}""");
        Upgraded("b", "1.1");
        var told = Assert.Single(Scan("b"));
        Upgraded("c", "1.2");
        Scan("c");

        Assert.Contains(host.Capture(Some.Evidence(), disk).Closed, life => life.Id == told.Id);
    }

    /// <summary>A package that says something of a file does not thereby account for it.</summary>
    [Fact]
    public void What_is_low_for_another_reason_is_not_explained()
    {
        host.Policy = PolicyOf("""{"kinds": {"altered-file": {"severity": "low"}}}""");
        Put("trojan");
        host.Packages!.Install(Some.Path, "trojan", "1.0", Upgrade);
        var told = Assert.Single(Scan("trojan"));
        Assert.NotNull(told.Explanation);
        Assert.DoesNotContain("accounts for it", FindingKinds.AdviceFor(told), StringComparison.Ordinal);
        Upgraded("c", "1.2");
        Scan("c");

        Assert.DoesNotContain(host.Capture(Some.Evidence(), disk).Closed, life => life.Id == told.Id);
    }

    private static Policy PolicyOf(string json)
    {
        using var folder = new TemporaryFolder();
        return PolicyLoader.Load([folder.Write("mine.json", json)]);
    }

    private static (FindingKind, Severity) Only(IEnumerable<Finding> findings)
    {
        var finding = Assert.Single(findings);
        return (finding.Kind, finding.Severity);
    }

    private void Put(string content) => folder.Write(Some.Path.ToString().TrimStart('/'), content);

    private void Upgraded(string content, string version)
    {
        Put(content);
        host.Packages!.Install(Some.Path, content, version, Upgrade, "1.0");
    }

    private IReadOnlyList<Finding> Scan(string content) =>
        host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf(content), entry: content.Length + content[0])), disk);
}
