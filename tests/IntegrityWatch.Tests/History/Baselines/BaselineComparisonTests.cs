using System.Runtime.Versioning;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.History.Baselines;

[SupportedOSPlatform("linux")]
public class BaselineComparisonTests
{
    [Fact]
    public void Each_path_is_told_with_the_digests_that_only_one_side_has()
    {
        var comparison = new BaselineComparison(
            new BaselineContent([Path("/gone", Some.DigestA), Path("/kept", Some.DigestA), Path("/other", Some.DigestA, Some.DigestB)]),
            new BaselineContent([Path("/kept", Some.DigestA), Path("/new", Some.DigestC), Path("/other", Some.DigestB, Some.DigestC)]));

        Assert.Equal(["/gone a ", "/new  c", "/other a c"], comparison.Changes.Select(Describe));
    }

    [Fact]
    public void A_digest_that_is_beside_on_one_side_is_no_change()
    {
        var comparison = new BaselineComparison(
            new BaselineContent([Path("/a", Some.DigestA)]),
            new BaselineContent([new BaselinePath { Path = HostPath.Of("/a"), Beside = [Some.DigestA], Superseded = [Some.DigestB] }]));

        Assert.Empty(comparison.Changes);
    }

    [Fact]
    public void Packages_are_compared_where_both_sides_know_them()
    {
        var before = new BaselineContent([], new Dictionary<string, string> { ["bash"] = "5", ["openssl"] = "1", ["perl"] = "5" });
        var after = new BaselineContent([], new Dictionary<string, string> { ["bash"] = "5", ["nginx"] = "1", ["openssl"] = "2" });

        Assert.Equal([new("nginx", null, "1"), new("openssl", "1", "2"), new("perl", "5", null)], new BaselineComparison(before, after).Packages);
        Assert.Empty(new BaselineComparison(before, new BaselineContent([])).Packages);
        Assert.Empty(new BaselineComparison(new BaselineContent([]), after).Packages);
    }

    [Fact]
    public void What_one_side_alone_has_behind_all_of_the_other_s_paths_is_told()
    {
        var (few, many) = (new BaselineContent([Path("/a", Some.DigestA)]), new BaselineContent([Path("/a", Some.DigestA), Path("/b", Some.DigestB), Path("/c", Some.DigestC)]));

        Assert.Equal(["/b  b", "/c  c"], new BaselineComparison(few, many).Changes.Select(Describe));
        Assert.Equal(["/b b ", "/c c "], new BaselineComparison(many, few).Changes.Select(Describe));
        Assert.Equal(["/a  a"], new BaselineComparison(new BaselineContent([]), few).Changes.Select(Describe));
    }

    [Fact]
    public void A_waiver_that_only_one_side_has_is_told_once_and_no_other_decision()
    {
        var from = new BaselineContent([], decisions: [Decided(DecisionVerb.Waive, "both"), Decided(DecisionVerb.Waive, "gone"), Decided(DecisionVerb.Resolve, "resolved"), Decided(DecisionVerb.Accept, "new")]);
        var to = new BaselineContent([], decisions: [Decided(DecisionVerb.Waive, "both"), Decided(DecisionVerb.Waive, "new"), Decided(DecisionVerb.Waive, "new"), Decided(DecisionVerb.Accept, "accepted")]);

        var comparison = new BaselineComparison(from, to);

        Assert.Equal(["new"], comparison.Waived.Select(decision => decision.FindingId));
        Assert.Equal(["gone"], comparison.NoLongerWaived.Select(decision => decision.FindingId));
    }

    [Fact]
    public void Now_is_what_was_last_used_and_what_is_approved_where_nothing_was()
    {
        using var history = new TemporaryHistory();
        history.Publish(update =>
        {
            var draft = new GenerationDraft(update, Some.Time);
            foreach (var path in (string[])["/altered", "/same", "/unused"])
                draft.Approve(HostPath.Of(path), Some.DigestA, onDisk: true);
            draft.Approve(HostPath.Of("/same"), Some.DigestB, onDisk: false);
            draft.Complete(new GenerationFacts(GenerationOrigin.Capture, Some.Time), packages: null);
            update.Put(Seen("/altered", Some.DigestA, hour: 1));
            update.Put(Seen("/altered", Some.DigestC, hour: 2));
            update.Put(Seen("/same", Some.DigestB, hour: 1));
            update.Put(Seen("/new", Some.DigestC, hour: 1));
        });

        var comparison = history.Read(read => new BaselineComparison(BaselineContent.Of(read, 1), BaselineComparison.Now(read)));

        Assert.Equal(["/altered a c", "/new  c"], comparison.Changes.Select(Describe));
    }

    private static Decision Decided(DecisionVerb verb, string finding) => new() { Generation = 1, Verb = verb, FindingId = finding, Kind = "fileless", At = Some.Time };

    private static BaselinePath Path(string path, params Digest[] digests) => new() { Path = HostPath.Of(path), Approved = digests };

    private static ObservedDigest Seen(string path, Digest digest, int hour) => new()
    {
        Path = HostPath.Of(path),
        Digest = digest,
        Sources = EvidenceSources.Audit,
        FirstSeen = Some.Time.AddHours(hour),
        LastSeen = Some.Time.AddHours(hour),
        Boots = [],
    };

    private static string Describe(BaselineChange change) => $"{change.Path} {Letters(change.Before)} {Letters(change.After)}";

    private static string Letters(IEnumerable<Digest> digests) => string.Concat(digests.Select(digest =>
        digest.Equals(Some.DigestA) ? 'a' : digest.Equals(Some.DigestB) ? 'b' : 'c').Order());
}
