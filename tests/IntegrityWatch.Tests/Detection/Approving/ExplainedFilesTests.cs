using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>A capture of what packages explain takes files of packages that changed, as those packages brought them, of which nothing is open above low.</summary>
public sealed class ExplainedFilesTests : IDisposable
{
    private readonly SomeHost host = new() { Packages = new SomePackages() };
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        host.Dispose();
    }

    [Theory]
    [InlineData("upgraded", true)]
    [InlineData("of a package that did not change", false)]
    [InlineData("another than its package brought", false)]
    [InlineData("upgraded while the manager is at work", false)]
    [InlineData("upgraded, with a medium finding", false)]
    [InlineData("upgraded, with a low finding", true)]
    [InlineData("of no package", false)]
    public void A_file_is_taken_that_is(string what, bool isTaken)
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Packages!.Install(Some.Path, "a", "1.0");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", what.StartsWith("another", StringComparison.Ordinal) ? "trojan" : "b");
        if (what == "of no package")
            host.Packages = new SomePackages();
        else
            host.Packages.Install(Some.Path, "b", what.EndsWith("did not change", StringComparison.Ordinal) ? "1.0" : "1.1", Some.Time.AddHours(2));
        if (what.EndsWith("finding", StringComparison.Ordinal))
            host.Under($$"""{"kinds": {"violation": {"severity": "{{(what.Contains("medium", StringComparison.Ordinal) ? "medium" : "low")}}"} } }""");
        host.Packages.IsBeingChanged = what.EndsWith("at work", StringComparison.Ordinal);

        host.Capture(Some.Evidence() with { Incidents = what.EndsWith("finding", StringComparison.Ordinal) ? [Some.Violation(Some.Path.ToString())] : [] },
            new CaptureRequest { By = "root", OnlyExplained = true }, disk);

        Assert.Equal(isTaken, host.Approvals(Some.Path).Any(known => !known.IsSuperseded && !known.Digest.Equals(Some.DigestA)));
    }
}
