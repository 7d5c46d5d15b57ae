using System.Runtime.Versioning;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.History.Baselines;

[SupportedOSPlatform("linux")]
public sealed class BaselineImportTests : IDisposable
{
    private static readonly Digest Sha1 = Some.Sha1Digest;

    private readonly TemporaryHistory history = new();

    public void Dispose() => history.Dispose();

    [Fact]
    public void What_the_file_approves_is_approved_and_what_it_moved_on_from_is_superseded()
    {
        var plan = Import(new BaselinePath { Path = Some.Path, Approved = [Some.DigestB], Beside = [Some.DigestC], Superseded = [Some.DigestA] });

        Assert.Equal([Some.DigestB, Some.DigestC], plan.Approved.Select(approval => approval.Digest));
        Assert.Equal(["approved on disk", "approved beside", "superseded on disk"], States(Some.DigestB, Some.DigestC, Some.DigestA));
        Assert.Equal(1, Approval(Some.DigestA).SupersededIn);
        Assert.Equal(GenerationOrigin.Import, plan.Generation.Origin);
    }

    [Fact]
    public void What_is_approved_here_and_not_in_the_file_is_superseded_within_its_algorithm()
    {
        Capture((Some.Path, Some.DigestA, true), (Some.Path, Sha1, true), (Some.Path, Some.DigestC, false), (HostPath.Of("/other"), Some.DigestA, true));

        Import(new BaselinePath { Path = Some.Path, Approved = [Some.DigestB] });

        Assert.Equal(["superseded on disk", "approved on disk", "approved on disk", "approved beside"],
            States(Some.DigestA, Some.DigestB, Sha1, Some.DigestC));
        Assert.False(history.Read(read => read.Approvals(HostPath.Of("/other"))).Single().IsSuperseded);
    }

    [Fact]
    public void Only_waivers_come_with_a_file_and_they_are_of_the_generation_that_it_makes()
    {
        Capture((Some.Path, Some.DigestA, true));
        var decisions = Enum.GetValues<DecisionVerb>().Select(verb =>
            new Decision { Generation = 7, Verb = verb, FindingId = verb.Name(), Kind = "fileless", At = Some.Time }).ToList();

        history.Publish(update =>
        {
            var plan = new BaselineImport(update, Some.Time).Prepare([], packages: null, new GenerationFacts(GenerationOrigin.Import, Some.Time), decisions);
            Assert.Equal([("waive", 2)], plan.Waived.Select(decision => (decision.FindingId, decision.Generation)));
        });

        Assert.Equal(["waive"], history.Read(read => read.Decisions().Select(decision => decision.FindingId).ToList()));
    }

    [Fact]
    public void A_digest_that_was_left_behind_elsewhere_can_be_approved_later()
    {
        Import(new BaselinePath { Path = Some.Path, Approved = [Some.DigestB], Superseded = [Some.DigestA] });

        Capture((Some.Path, Some.DigestA, true));

        Assert.Equal([1, 1, 2], Approval(Some.DigestA).Terms.Turns);
        Assert.False(Approval(Some.DigestA).IsSuperseded);
        Assert.False(Approval(Some.DigestA).Terms.WereApprovedIn(1));
    }

    [Fact]
    public void A_digest_that_is_approved_here_stays_so_where_the_file_knows_nothing_newer()
    {
        Capture((Some.Path, Some.DigestA, true));

        Import(new BaselinePath { Path = Some.Path, Superseded = [Some.DigestA] });

        Assert.False(Approval(Some.DigestA).IsSuperseded);
    }

    [Fact]
    public void Only_the_latest_use_is_judged_against_what_is_superseded_now()
    {
        history.Publish(update =>
        {
            update.Put(Seen(Some.DigestA, hour: 1));
            update.Put(Seen(Some.DigestB, hour: 2));
        });

        Import(new BaselinePath { Path = Some.Path, Approved = [Some.DigestB], Superseded = [Some.DigestA] });
        Assert.Equal(0, Observed(Some.DigestA).UsedIn);

        Import(new BaselinePath { Path = Some.Path, Approved = [Some.DigestA], Superseded = [Some.DigestB] });
        Assert.Equal(2, Observed(Some.DigestB).UsedIn);
    }

    [Fact]
    public void Everything_is_judged_anew_afterwards()
    {
        history.Publish(update => update.Change(_ => new HistoryState { Host = "web01", PolicyFingerprint = "known" }));

        Import();

        Assert.Equal(new HistoryState { Host = "web01" }, history.Read(read => read.State));
    }

    [Fact]
    public void What_was_imported_is_exported_as_it_was()
    {
        BaselinePath[] paths =
        [
            new() { Path = Some.Path, Approved = [Some.DigestB], Beside = [Some.DigestC], Superseded = [Some.DigestA], MayHoldSpaces = true },
        ];

        Import(paths);

        var content = history.Read(read => BaselineDocument.Of(read, number: null)).Content;
        Assert.Equal(new BaselineContent(paths).Digest(), content.Digest());
        Assert.All(history.Read(read => GenerationCheck.Of(read)), verdict => Assert.True(verdict.Holds));
    }

    private ImportPlan Import(params BaselinePath[] paths)
    {
        ImportPlan? plan = null;
        history.Publish(update =>
            plan = new BaselineImport(update, Some.Time).Prepare(paths, packages: null, new GenerationFacts(GenerationOrigin.Import, Some.Time)));
        return plan!;
    }

    private void Capture(params (HostPath Path, Digest Digest, bool OnDisk)[] approved) => history.Publish(update =>
    {
        var draft = new GenerationDraft(update, Some.Time);
        foreach (var (path, digest, onDisk) in approved)
            draft.Approve(path, digest, onDisk);
        draft.Complete(new GenerationFacts(GenerationOrigin.Capture, Some.Time), packages: null);
    });

    private static ObservedDigest Seen(Digest digest, int hour) => new()
    {
        Path = Some.Path,
        Digest = digest,
        Sources = EvidenceSources.Audit,
        FirstSeen = Some.Time.AddHours(hour),
        LastSeen = Some.Time.AddHours(hour),
        Boots = [],
    };

    private Approval Approval(Digest digest) => history.Read(read => read.Approvals(Some.Path)).Single(approval => approval.Digest.Equals(digest));

    private ObservedDigest Observed(Digest digest) => history.Read(read => read.Observed(Some.Path, digest))!;

    private IEnumerable<string> States(params Digest[] digests) => digests.Select(Approval).Select(approval =>
        $"{(approval.IsSuperseded ? "superseded" : "approved")} {(approval.WasOnDisk ? "on disk" : "beside")}");
}
