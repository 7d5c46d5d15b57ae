using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Judging;

/// <summary>Two contents of one name in one boot: the host's file was written over, or one of them is a container's.</summary>
public sealed class AmbiguousTests : IDisposable
{
    private static readonly HostPath Tool = HostPath.Of("/tmp/tool");

    private readonly SomeHost host = new();

    public AmbiguousTests() => host.Generations(GenerationOrigin.Capture);

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData("nothing else", true)]
    [InlineData("the other is of another boot", false)]
    [InlineData("the other is in another algorithm", false)]
    [InlineData("this one is of no boot", false)]
    [InlineData("the other is approved", false)]
    [InlineData("another path's is approved", true)]
    [InlineData("its package says that it was written anew", false)]
    [InlineData("its package does not know", true)]
    public void Where_nothing_says_which_came_first_it_may_be_another_file(string known, bool isAmbiguous)
    {
        var seen = Some.Use(Tool, Some.DigestA);
        var other = Some.Use(Tool, Some.DigestB);
        if (known == "the other is of another boot")
            other = other with { Boots = [Some.OtherBoot] };
        else if (known == "the other is in another algorithm")
            other = other with { Digest = Some.Md5Of("b") };
        else if (known == "this one is of no boot")
            seen = seen with { Boots = [] };
        else if (known.EndsWith("is approved", StringComparison.Ordinal))
            host.Approve(known.StartsWith("the other", StringComparison.Ordinal) ? Tool : Some.Path, Some.DigestB);
        else if (known.StartsWith("its package", StringComparison.Ordinal))
            seen = seen with { Package = new PackageNote { Name = "some", Version = "1", MatchesManifest = known.EndsWith("anew", StringComparison.Ordinal) ? true : null } };
        host.Put(other);

        Assert.Equal(isAmbiguous, host.Judge(seen).Single(finding => finding.Kind is FindingKind.NewFile or FindingKind.AlteredFile).Ambiguous);
    }

    /// <summary>A place is bad whichever of the two lies there.</summary>
    [Fact]
    public void Only_drift_is_ambiguous()
    {
        host.Put(Some.Use(Tool, Some.DigestB));

        Assert.Equal([(FindingKind.SuspiciousLocation, false), (FindingKind.NewFile, true)],
            host.Judge(Some.Use(Tool, Some.DigestA)).Select(finding => (finding.Kind, finding.Ambiguous)));
    }

    /// <summary>Hours of the first and the latest use of each.</summary>
    [Theory]
    [InlineData(1, 2, 3, 4, false)]
    [InlineData(3, 4, 1, 2, false)]
    [InlineData(1, 3, 2, 4, true)]
    [InlineData(2, 4, 1, 3, true)]
    [InlineData(1, 2, 2, 3, true)]
    [InlineData(2, 3, 1, 2, true)]
    public void Uses_of_the_one_that_all_came_before_any_of_the_other_say_that_it_was_written_over(int first, int last, int otherFirst, int otherLast, bool isAmbiguous)
    {
        host.Put(Used(Some.DigestB, otherFirst, otherLast));

        Assert.Equal(isAmbiguous, host.Judge(Used(Some.DigestA, first, last)).Single(FindingKind.NewFile).Ambiguous);
    }

    private static ObservedDigest Used(Digest digest, int first, int last) => Some.Use(Tool, digest) with
    {
        FirstProcess = Some.Process(Some.Time.AddHours(first)),
        LatestProcess = Some.Process(Some.Time.AddHours(last)),
    };
}
