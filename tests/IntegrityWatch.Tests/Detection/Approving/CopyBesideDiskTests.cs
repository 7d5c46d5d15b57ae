using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>What speaks for and against one content that stands in the list before the disk's: each condition by itself.</summary>
public sealed class CopyBesideDiskTests : IDisposable
{
    private const long FirstLogged = 5;

    private readonly SomeHost host = new();

    public CopyBesideDiskTests() => host.Generations(GenerationOrigin.Capture);

    public void Dispose() => host.Dispose();

    /// <summary>The number is that of the generation that is made.</summary>
    [Theory]
    [InlineData("before the first record", 1, true)]
    [InlineData("where the first record is", 1, false)]
    [InlineData("where no record is known", 1, false)]
    [InlineData("of unknown content", 2, false)]
    [InlineData("of content that this capture approves elsewhere", 2, false)]
    [InlineData("of content that an earlier one approved elsewhere", 2, true)]
    [InlineData("of content that its package brought", 2, true)]
    [InlineData("of content of which its package cannot say", 2, false)]
    public void A_copy_stands_before_any_record_with_content_that_is_known(string what, int number, bool stands)
    {
        if (what.EndsWith("elsewhere", StringComparison.Ordinal))
            host.Approve(HostPath.Of("/usr/bin/other"), Some.DigestA, ApprovalTerms.From(what.Contains("earlier", StringComparison.Ordinal) ? 1 : 2));
        var copy = Copy with
        {
            ListEntry = what.StartsWith("where the", StringComparison.Ordinal) ? FirstLogged : 1,
            Package = what.Contains("package", StringComparison.Ordinal) ? new PackageNote { Name = "some", Version = "1", MatchesManifest = what.EndsWith("brought", StringComparison.Ordinal) ? true : null } : null,
        };

        Assert.Equal(stands, Ask(beside => beside.Stands(Decision(copy), copy), number, what.StartsWith("where no", StringComparison.Ordinal) ? null : FirstLogged));
    }

    [Theory]
    [InlineData("after it in this boot's list", true)]
    [InlineData("in no list", false)]
    [InlineData("in another boot's list alone", false)]
    [InlineData("before it in this boot's list", false)]
    public void The_disk_s_own_content_has_to_stand(string where, bool mayBe)
    {
        var current = where switch
        {
            "in no list" => Current with { ListEntry = 0, Boots = [] },
            "in another boot's list alone" => Current with { Boots = [Some.Boot, Some.OtherBoot] },
            "before it in this boot's list" => Current with { ListEntry = 0 },
            _ => Current,
        };

        Assert.Equal(mayBe, Ask(beside => beside.MayBeCopy(Decision(Copy, current), Copy)));
    }

    /// <summary>Open findings of the path: drift of the copy itself is what a capture is to settle; anything else of this content or of the path speaks against it.</summary>
    [Theory]
    [InlineData(FindingKind.NewFile, true, true)]
    [InlineData(FindingKind.KnownBad, true, false)]
    [InlineData(FindingKind.KnownBad, false, true)]
    [InlineData(FindingKind.Technique, null, false)]
    public void What_is_open_of_it_speaks_against_it(FindingKind kind, bool? ofCopy, bool mayBe)
    {
        var finding = Some.Finding(kind, digest: ofCopy == true ? Some.DigestA : Some.DigestB);

        Assert.Equal(mayBe, Ask(beside => beside.MayBeCopy(Decision(Copy), Copy), open: ofCopy is null ? finding with { Digest = null } : finding));
    }

    [Theory]
    [InlineData("nothing of it", true)]
    [InlineData("that it is in another boot's list", false)]
    [InlineData("that it is in no list", false)]
    [InlineData("that it is the disk's own", false)]
    [InlineData("that it is in another algorithm", false)]
    [InlineData("that it is approved", false)]
    [InlineData("that it was approved beside the disk", true)]
    [InlineData("that it was approved on disk", false)]
    public void What_neither_the_disk_nor_the_baseline_holds_can_be_a_copy(string known, bool isCandidate)
    {
        var copy = known switch
        {
            "that it is in another boot's list" => Copy with { Boots = [Some.Boot, Some.OtherBoot] },
            "that it is in no list" => Copy with { Boots = [], ListEntry = 0 },
            "that it is in another algorithm" => Copy with { Digest = Some.Md5Of("a") },
            _ => Copy,
        };
        if (known.Contains("approved", StringComparison.Ordinal))
            host.Change(history => history.Put(new Approval
            {
                Path = Some.Path,
                Digest = Some.DigestA,
                Terms = known.EndsWith("is approved", StringComparison.Ordinal) ? ApprovalTerms.From(1) : ApprovalTerms.LeftBehindIn(1),
                OnDiskSince = known.EndsWith("beside the disk", StringComparison.Ordinal) ? null : 1,
                ApprovedAt = Some.Time,
            }));
        var decision = Decision(copy);
        if (known.EndsWith("disk's own", StringComparison.Ordinal))
            decision.Current.Add(Some.DigestA);

        Assert.Equal(isCandidate ? [copy.Digest] : [], Ask(beside => beside.Candidates(decision).ToList()).Select(seen => seen.Digest).Where(digest => !digest.Equals(Some.DigestB)));
    }

    private static ObservedDigest Copy => Some.Use(Some.Path, Some.DigestA);

    private static ObservedDigest Current => Some.Use(Some.Path, Some.DigestB) with { ListEntry = 9 };

    private static PathDecision Decision(ObservedDigest copy, ObservedDigest? current = null)
    {
        var evidence = new PathEvidence(Some.Path);
        evidence.Observed.AddRange([current ?? Current, copy]);
        var decision = new PathDecision(evidence);
        decision.Current.Add(Some.DigestB);
        return decision;
    }

    private T Ask<T>(Func<BesideDisk, T> question, int number = 1, long? firstLogged = FirstLogged, params Finding[] open) =>
        host.Ask(history => question(new BesideDisk(history, Some.Boot, firstLogged, open.ToLookup(finding => finding.Path), number)));
}
