using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>What is known of one path before a capture decides about it.</summary>
public class PathEvidenceTests
{
    /// <summary>Of a path of which only the list tells, each underscore may be a space; one record with its true name ends that.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("y", true)]
    [InlineData("yy", true)]
    [InlineData("yn", false)]
    [InlineData("n", false)]
    public void A_name_may_hold_spaces_where_nothing_tells_its_true_one(string seen, bool mayHold)
    {
        var path = new PathEvidence(Some.Path);
        path.Observed.AddRange(seen.Select((letter, at) => Some.Use(Some.Path, Some.DigestOf($"{at}")) with { PathMayHoldSpaces = letter == 'y' }));

        Assert.Equal(mayHold, path.MayHoldSpaces);
    }

    [Fact]
    public void Of_approvals_that_were_all_taken_back_nothing_is_known()
    {
        using var host = new SomeHost();
        host.Approve(Some.Path, Some.DigestA, ApprovalTerms.From(1).Without(1, by: 2));
        host.Approve(HostPath.Of("/usr/bin/other"), Some.DigestB);

        Assert.Equal([HostPath.Of("/usr/bin/other")], host.Ask(history => PathEvidence.Of(history).Keys.ToList()));
    }

    /// <summary>An entry of this boot's list without a record is later than any record; of records the log's order decides, and the list's at last.</summary>
    [Fact]
    public void The_last_use_is_this_boot_s_last_entry_that_has_no_record()
    {
        var path = new PathEvidence(Some.Path);
        path.Observed.AddRange(
        [
            Some.Use(Some.Path, Some.DigestA) with { ListEntry = 9, Boots = [Some.Boot, Some.OtherBoot], UsedIn = 2 },
            Some.Use(Some.Path, Some.DigestB) with { ListEntry = 3 },
            Some.Use(Some.Path, Some.DigestC) with { ListEntry = 2 },
        ]);

        Assert.Equal(Some.DigestB, path.LastUse(Some.Boot, new Dictionary<string, int>())!.Digest);
        Assert.Equal(Some.DigestA, path.LastUse("a third boot", new Dictionary<string, int>())!.Digest);
    }
}
