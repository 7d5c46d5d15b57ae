using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Judging;

/// <summary>What is low for a reason of its own, and stays so whatever a path rule says of where it lies.</summary>
public sealed class SoftenedTests : IDisposable
{
    private static readonly HostPath Bad = HostPath.Of("/tmp/java");

    private readonly SomeHost host = new();

    public SoftenedTests()
    {
        host.Generations(GenerationOrigin.Capture, GenerationOrigin.Capture);
        host.Approve(Some.Path, Some.DigestA, ApprovalTerms.From(1).MovedOnIn(2));
        host.Approve(HostPath.Of("/usr/bin/other"), Some.DigestB);
    }

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData("an initramfs's copy", Severity.Low)]
    [InlineData("a late record", Severity.Low)]
    [InlineData("an old version that came back", Severity.Critical)]
    [InlineData("a copy in memory of what is approved", Severity.Low)]
    [InlineData("a program in memory", Severity.Critical)]
    [InlineData("what was only read", Severity.Low)]
    [InlineData("a new file", Severity.Critical)]
    public void A_path_rule_raises_only_what_did_not_fall_for_a_reason_of_its_own(string what, Severity severity)
    {
        host.Under("""
            {
              "kinds": {"fileless": {"severity": "high"}},
              "pathRules": [{"id": "r", "paths": ["**"], "kinds": ["new-file", "reverted-file", "fileless"], "severity": "critical"}]
            }
            """);
        var use = what switch
        {
            "an initramfs's copy" => Some.Use(Some.Path, Some.DigestA, usedIn: 2) with { IsInitramfsCopy = true },
            "a late record" => Some.Use(Some.Path, Some.DigestA, usedIn: 2) with { MayBeLate = true },
            "an old version that came back" => Some.Use(Some.Path, Some.DigestA, usedIn: 2),
            "a copy in memory of what is approved" => Some.Use(HostPath.Of("memfd:x"), Some.DigestB),
            "a program in memory" => Some.Use(HostPath.Of("memfd:x"), Some.DigestC),
            "what was only read" => Some.Use(HostPath.Of("/srv/x"), Some.DigestC) with { IsData = true },
            _ => Some.Use(HostPath.Of("/srv/x"), Some.DigestC),
        };

        Assert.Equal(severity, Assert.Single(host.Judge(use)).Severity);
    }

    /// <summary>What only its life tells of by now is softened as it was.</summary>
    [Theory]
    [InlineData("initramfs-copy", Severity.Low)]
    [InlineData("reverted-file", Severity.Critical)]
    public void Nor_does_it_raise_such_a_copy_that_is_told_from_its_life_alone(string rule, Severity severity)
    {
        host.Under("""{"pathRules": [{"id": "r", "paths": ["**"], "kinds": ["reverted-file"], "severity": "critical"}]}""");

        Assert.Equal(severity, Told(FindingKind.RevertedFile, Some.Path, rule).Severity);
    }

    /// <summary>A rule of the policy told it: as bad as that rule is now; and by its kind where no such rule is left.</summary>
    [Theory]
    [InlineData("suspicious-location", "/tmp/x", "hidden-folder", Severity.Medium)]
    [InlineData("suspicious-location", "/tmp/x", "hidden-folder+system-program", Severity.Critical)]
    [InlineData("suspicious-location", "/tmp/x", "a rule that is gone", Severity.High)]
    [InlineData("suspicious-location", "/tmp/x", null, Severity.High)]
    [InlineData("reverted-file", "/usr/bin/x", "initramfs-copy", Severity.Low)]
    [InlineData("reverted-file", "/usr/bin/x", "reverted-file", Severity.High)]
    [InlineData("copied-file", "/home/me/x", "copied-file", Severity.High)]
    [InlineData("copied-file", "/opt/x", "copied-file", Severity.Medium)]
    [InlineData("new-file", "/home/me/x", "new-file", Severity.Medium)]
    public void What_its_life_alone_tells_of_is_as_bad_as_the_policy_of_now_has_it(string kind, string path, string? rule, Severity severity) =>
        Assert.Equal(severity, Told(FindingKindNames.Parse(kind)!.Value, HostPath.Of(path), rule).Severity);

    [Fact]
    public void What_its_life_tells_of_names_the_other_contents_of_its_path_and_not_its_own()
    {
        host.Put(Some.Use(Some.Path, Some.DigestA), Some.Use(Some.Path, Some.DigestC));

        Assert.Equal([Some.DigestC], Told(FindingKind.RevertedFile, Some.Path, "reverted-file", Some.Use(Some.Path, Some.DigestA)).Known.Select(known => known.Digest));
    }

    /// <summary>What is bad in itself is so whether it was run or read: it stays as bad, is told in the same words, and a rule can raise it.</summary>
    [Fact]
    public void Reading_makes_drift_and_a_place_low_and_nothing_that_is_bad_in_itself()
    {
        host.Under("""{"kinds": {"known-bad": {"severity": "high"}}, "pathRules": [{"id": "r", "paths": ["/tmp/**"], "kinds": ["known-bad"], "severity": "critical"}]}""");

        var findings = host.Judge(Some.Use(Bad, Some.DigestC) with { IsData = true });

        Assert.Equal(
            [(FindingKind.KnownBad, Severity.Critical, false), (FindingKind.SuspiciousLocation, Severity.Low, true), (FindingKind.NewFile, Severity.Low, true)],
            findings.Select(finding => (finding.Kind, finding.Severity, finding.Softened)));
        Assert.StartsWith("is an indicator of", findings[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("was read", findings[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("was only read", findings[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_record_tells_of_or_may_be_a_program_was_not_only_read()
    {
        foreach (var seen in new[] { Some.Use(Bad, Some.DigestC) with { IsData = true, LastLogged = Some.Logged(Some.Time) }, Some.Use(Bad, Some.DigestC) })
            Assert.Equal([Severity.Critical, Severity.Critical, Severity.Medium], host.Judge(seen).Select(finding => finding.Severity));
    }

    /// <summary>A judge lives as long as a scan, and a generation may be put meanwhile.</summary>
    [Fact]
    public void What_the_first_baseline_is_is_asked_anew_once_a_generation_was_put()
    {
        using var fresh = new SomeHost();
        fresh.Change(history =>
        {
            var judge = new Judge(fresh.Policy, history);
            Assert.Null(judge.FirstBaseline);
            history.Put(Some.Generation(1));
            Assert.Equal(1, judge.FirstBaseline);
        });
    }

    /// <summary>Asked of the disk is a content in the path's other algorithms, for its own it answers itself.</summary>
    [Fact]
    public void The_algorithms_in_which_a_path_is_approved_besides_do_not_hold_its_own()
    {
        host.Approve(Some.Path, Some.Md5Of("a"));

        Assert.Equal([Some.Md5Of("a")], host.Ask(history => new Judge(host.Policy, history).ApprovedInOthers(Some.Use(Some.Path, Some.DigestA))));
    }

    private Finding Told(FindingKind kind, HostPath path, string? rule, ObservedDigest? seen = null)
    {
        var life = Some.Finding(kind, path: path.ToString(), digest: Some.DigestA).LifeOf(Some.Time, TimeSpan.Zero) with { Rule = rule };
        return host.Ask(history => new Judge(host.Policy, history).Told(life, kind, seen));
    }
}
