using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Judging;

/// <summary>What the package that owns a file says of it, against what the one generation knew of the package.</summary>
public sealed class PackageExplanationTests : IDisposable
{
    private static readonly HostPath Module = HostPath.Of("/usr/lib/modules/6.1/updates/dkms/x.ko");
    private static readonly HostPath Postinst = HostPath.Of("/var/lib/dpkg/info/some.postinst");
    private static readonly HostPath Installing = HostPath.Of("/var/lib/dpkg/tmp.ci/preinst");
    private static readonly Digest Dpkg = Some.DigestOf("dpkg");

    private readonly SomeHost host = new();

    public PackageExplanationTests()
    {
        host.Generations(GenerationOrigin.Capture);
        host.Approve(Actors.Dpkg, Dpkg);
    }

    public void Dispose() => host.Dispose();

    /// <summary>The version that the generation knew, the one before it by the log, the one of now, when that came; and what is said, of a path that was approved.</summary>
    [Theory]
    [InlineData("1.0", null, "1.1", -1, "package some 1.0 -> 1.1 at 2025-03-01T11:00:00Z", true)]
    [InlineData("1.0", null, "1.1", null, "package some 1.0 -> 1.1", true)]
    [InlineData("1.0", "0.9", "1.1", 1, "package some 1.0 -> 1.1 at 2025-03-01T13:00:00Z", true)]
    [InlineData("1.0", null, "1.0", 1, "package some 1.0 installed again at 2025-03-01T13:00:00Z", false)]
    [InlineData("1.0", null, "1.0", 0, "belongs to package some 1.0", false)]
    [InlineData("1.0", null, "1.0", -1, "belongs to package some 1.0", false)]
    [InlineData("1.0", "0.9", "1.0", 1, "package some 1.0 installed again at 2025-03-01T13:00:00Z", false)]
    [InlineData("another", "0.9", "1.0", 1, "package some 0.9 -> 1.0 at 2025-03-01T13:00:00Z", true)]
    [InlineData("another", "0.9", "1.0", -1, "package some 1.0 installed at 2025-03-01T11:00:00Z", true)]
    [InlineData("another", null, "1.0", -1, "package some 1.0 installed at 2025-03-01T11:00:00Z", true)]
    [InlineData(null, null, "1.0", 1, "package some 1.0 installed at 2025-03-01T13:00:00Z", true)]
    [InlineData(null, null, "1.0", 0, "belongs to package some 1.0", false)]
    [InlineData(null, "0.9", "1.0", 0, "belongs to package some 1.0", false)]
    [InlineData(null, "0.9", "1.0", 1, "package some 0.9 -> 1.0 at 2025-03-01T13:00:00Z", true)]
    public void A_change_of_its_package_accounts_for_another_content(string? known, string? previous, string version, int? hours, string text, bool accounts)
    {
        if (known is not null)
            Knows(known == "another" ? "other" : "some", known);
        var seen = Some.Use(Some.Path, Some.DigestB) with { Package = Package(version) with { PreviousVersion = previous, ChangedAt = hours is { } at ? Some.Time.AddHours(at) : null } };

        Assert.Equal(new PackageExplanation(text, accounts), Of(seen, ApprovalOf(Some.Path, Some.DigestA)));
        // What was never approved can be what its package brought long ago.
        Assert.Equal(new PackageExplanation(text, true), Of(seen));
    }

    [Fact]
    public void Where_the_manifest_cannot_be_asked_the_package_accounts_for_nothing()
    {
        Knows("some", "1.0");

        Assert.Equal(new PackageExplanation("package some 1.0 -> 1.1; whether the file was what it installed cannot be told", false),
            Of(Some.Use(Some.Path, Some.DigestB) with { Package = Package("1.1") with { MatchesManifest = null } }));
        Assert.Null(Of(Some.Use(Some.Path, Some.DigestB) with { Package = Package("1.1") with { MatchesManifest = false } }));
        Assert.Null(Of(Some.Use(Some.Path, Some.DigestB)));
    }

    /// <summary>A generation that left this path out knew the newer version already: only its list, if it is the same, says what that brings.</summary>
    [Theory]
    [InlineData(null, null, "package some 1.1 installed again", false)]
    [InlineData("list", "list", "package some 1.0 -> 1.1", true)]
    [InlineData("list", "another", null, false)]
    public void A_version_that_a_later_generation_knew_accounts_by_its_list_alone(string? known, string? now, string? text, bool accounts)
    {
        Knows("some", "1.0");
        host.Change(history => history.Put(Some.Generation(2)));
        Knows("some", "1.1", generation: 2, list: known);
        var seen = Some.Use(Some.Path, Some.DigestB) with { Package = Package("1.1") with { List = now, ChangedAt = Some.Time.AddHours(1) } };

        var said = Of(seen, ApprovalOf(Some.Path, Some.DigestA));

        Assert.Equal((text is null, accounts), (said is null, said?.Accounts == true));
        if (known is not null && text is not null)
            Assert.StartsWith(text, said!.Text, StringComparison.Ordinal);
        if (known is null)
            Assert.Equal("belongs to package some 1.1", said!.Text);
    }

    /// <summary>A script that ran from a folder in which it had a name for once: its package keeps it, or a manager was seen to run the same.</summary>
    [Theory]
    [InlineData("kept by its package", "the script that dpkg keeps of package some 1.0 at 2025-03-01T12:00:00Z")]
    [InlineData("kept by its package, the first time by a user", null)]
    [InlineData("kept by its package, the last time by a user", null)]
    [InlineData("kept by its package, from nobody knows what", null)]
    [InlineData("not as its package keeps it", null)]
    [InlineData("a file of its package", null)]
    [InlineData("a known script", "has the content of a script that dpkg ran while it installed a package")]
    [InlineData("a known script, the first time by a user", null)]
    [InlineData("a known script, from nobody knows what", null)]
    [InlineData("an unknown script", null)]
    public void A_script_that_is_run_while_its_package_is_installed_counts_by_content_root_and_parent(string what, string? text)
    {
        host.Approve(HostPath.Of("/usr/bin/apt"), Some.DigestC);
        var byRoot = Some.Process(user: 0) with
        {
            ParentExe = HostPath.Of("/usr/bin/apt"),
            ParentExeDigest = what.EndsWith("nobody knows what", StringComparison.Ordinal) ? Some.DigestOf("trojan") : Some.DigestC,
        };
        var byUser = byRoot with { Uid = 0, Euid = 1000 };
        var seen = Some.Use(Installing, Some.DigestA) with
        {
            FirstProcess = what.EndsWith("first time by a user", StringComparison.Ordinal) ? byUser : byRoot,
            LatestProcess = what.EndsWith("last time by a user", StringComparison.Ordinal) ? byUser : byRoot,
            Package = what.EndsWith("known script", StringComparison.Ordinal) || what.StartsWith("a known", StringComparison.Ordinal) ? null : Package("1.0") with
            {
                IsScript = !what.StartsWith("a file", StringComparison.Ordinal),
                MatchesManifest = what.StartsWith("not", StringComparison.Ordinal) ? null : true,
                ChangedAt = Some.Time,
            },
        };

        Assert.Equal(text, Of(seen, scripts: digest => what.StartsWith("a known", StringComparison.Ordinal) && digest.Equals(Some.DigestA))?.Text);
    }

    /// <summary>Which contents are known under whatever name: of scripts, and where a manager was known to run them.</summary>
    [Theory]
    [InlineData("run from the manager's folder by it", true)]
    [InlineData("run from the manager's folder by somebody else", false)]
    [InlineData("a script of a package, run by the manager", true)]
    [InlineData("a script of a package, run by somebody else", false)]
    [InlineData("a file of a package, run by the manager", false)]
    [InlineData("an empty script of a package, run by the manager", false)]
    public void The_content_of_a_script_is_known_where_a_manager_ran_it(string what, bool isKnown)
    {
        var content = what.StartsWith("an empty", StringComparison.Ordinal) ? Some.DigestOf("") : Some.DigestA;
        var process = what.EndsWith("somebody else", StringComparison.Ordinal) ? Some.Process(user: 0) : Actors.ByManager(Dpkg);
        host.Put(Some.Use(what.StartsWith("run from", StringComparison.Ordinal) ? Installing : Postinst, content) with
        {
            FirstProcess = process,
            LatestProcess = process,
            Package = what.StartsWith("run from", StringComparison.Ordinal) ? null : Package("1.0") with { IsScript = what.Contains("script", StringComparison.Ordinal) },
        });

        Assert.Equal(isKnown, host.Ask(history => new KnownContents(history).IsKnownScript(content)));
        Assert.False(host.Ask(history => new KnownContents(history).IsKnownScript(Some.DigestB)));
    }

    /// <summary>One version has one script.</summary>
    [Theory]
    [InlineData("1.0", "the same", true)]
    [InlineData("1.0", "another", false)]
    [InlineData("1.0", "another, in another algorithm", true)]
    [InlineData("0.9", "another", true)]
    public void A_package_s_script_may_be_what_it_brought(string known, string approved, bool mayBe)
    {
        Knows("some", known);
        host.Approve(Postinst, approved switch { "the same" => Some.DigestA, "another" => Some.DigestB, _ => Some.Md5Of("b") });
        var byManager = Actors.ByManager(Dpkg);
        var seen = Some.Use(Postinst, Some.DigestA) with { Package = Package("1.0") with { IsScript = true }, FirstProcess = byManager, LatestProcess = byManager };

        Assert.Equal(new PackageExplanation("a script of package some", mayBe), Of(seen, [.. host.Approvals(Postinst)]));
    }

    /// <summary>A key says who made a content; where it belongs, and in which version, only the package says.</summary>
    [Theory]
    [InlineData("1.0", "list", true)]
    [InlineData("0.9", "list", false)]
    [InlineData("another", "list", true)]
    [InlineData("1.0", "edited", false)]
    public void A_signature_counts_in_the_version_that_was_there(string known, string list, bool explains)
    {
        Knows(known == "another" ? "other" : "some", known, list: "list");
        var seen = Some.Use(Some.Path, Some.DigestB) with { SignedBy = "key", SignatureExplains = true, Package = Package("1.0") with { List = list } };

        Assert.Equal(explains, Signed(seen) is not null);
        Assert.Null(Signed(seen with { SignatureExplains = false }));
        Assert.Null(Signed(seen with { Package = Package("1.0") with { List = list, MatchesManifest = null } }));

        PackageExplanation? Signed(ObservedDigest signed) => host.Ask(history => PackageExplanation.OfSignature(signed, history, ApprovalOf(Some.Path, Some.DigestA)));
    }

    /// <summary>A module that dkms built is what its source makes of it, unless the log tells that somebody else wrote it.</summary>
    [Theory]
    [InlineData("new", null, true)]
    [InlineData("approved, of another source", null, true)]
    [InlineData("approved, of the same source", null, false)]
    [InlineData("approved, of a source that no generation knew", null, false)]
    [InlineData("new", "a technique by somebody else", false)]
    [InlineData("new", "a technique by dpkg", true)]
    [InlineData("new", "a technique elsewhere", true)]
    [InlineData("new", "a violation", true)]
    public void A_built_module_is_accounted_for_by_its_source(string module, string? happened, bool accounts)
    {
        if (!module.EndsWith("knew", StringComparison.Ordinal))
            Knows("some", module.EndsWith("another source", StringComparison.Ordinal) ? "0.9" : "1.0");
        if (happened is not null)
            host.Change(history => history.Put(IncidentRecord.Of(new Incident
            {
                Kind = happened == "a violation" ? FindingKind.Violation : FindingKind.Technique,
                Path = happened == "a technique elsewhere" ? Some.Path : Module,
                Subject = "T1547.006 done",
                Sources = EvidenceSources.Audit,
                Process = happened == "a technique by dpkg" ? Actors.ByManager(Dpkg) : Some.Process(user: 0),
            }, Some.Time) with { UsedIn = 1 }));

        var said = Of(Some.Use(Module, Some.DigestB) with { Package = Package("1.0") with { IsBuilt = true } },
            module == "new" ? [] : ApprovalOf(Module, Some.DigestA))!;

        Assert.Equal(accounts, said.Accounts);
        Assert.Equal(happened == "a technique by somebody else", said.Text.EndsWith("; but somebody else wrote it", StringComparison.Ordinal));
    }

    private static PackageNote Package(string version) => new() { Name = "some", Version = version, MatchesManifest = true };

    private static Approval[] ApprovalOf(HostPath path, Digest digest) => [new() { Path = path, Digest = digest, Terms = ApprovalTerms.From(1), OnDiskSince = 1, ApprovedAt = Some.Time }];

    private PackageExplanation? Of(ObservedDigest seen, Approval[]? approvals = null, Func<Digest, bool>? scripts = null) =>
        host.Ask(history => PackageExplanation.Of(seen, history, approvals ?? [], scripts));

    private void Knows(string package, string version, int generation = 1, string? list = null) => host.Change(history => history.Put(new PackageVersions
    {
        Generation = generation,
        Manager = "dpkg",
        Versions = new Dictionary<string, string> { [package] = version },
        Lists = list is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [package] = list },
    }));
}
