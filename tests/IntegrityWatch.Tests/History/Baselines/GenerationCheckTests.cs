using System.Runtime.Versioning;
using CsCheck;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.History.Baselines;

[SupportedOSPlatform("linux")]
public class GenerationCheckTests
{
    // Few paths and digests, so that drafts meet.
    private static readonly Gen<(int Path, int Digest, int Act)[]> Draft =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3]).Array[0, 8];

    private static readonly Gen<(int Path, int Digest, int Act)[][]> Drafts = Draft.Array[1, 6];

    [Fact]
    public void Every_generation_of_any_history_can_be_worked_out_later() => Drafts.Sample(drafts =>
    {
        using var history = HistoryOf(drafts);

        var verdicts = history.Read(read => GenerationCheck.Of(read));

        Assert.Equal(drafts.Length, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.Null(verdict.Fault));
        Assert.All(verdicts, verdict => Assert.Null(history.Read(read => BaselineDocument.Of(read, verdict.Generation.Number).Fault())));
    }, iter: 60);

    [Fact]
    public void Whatever_is_edited_in_an_approval_is_noticed() =>
        Gen.Select(Drafts, Gen.Int[0, int.MaxValue], Gen.Int[1, 7].HashSet[1, 4], Gen.Int[0, 7], Gen.Int[0, 3]).Sample(
            (drafts, which, turns, number, edit) =>
            {
                using var history = HistoryOf(drafts);
                var approvals = history.Read(read => read.AllApprovals().ToList());
                if (approvals.Count == 0)
                    return;
                var approval = approvals[which % approvals.Count];
                var edited = edit switch
                {
                    0 => approval with { Terms = new ApprovalTerms(turns.Order()) },
                    1 => approval with { OnDiskSince = number == 0 ? null : number },
                    2 => approval with { ApprovedAt = approval.ApprovedAt.AddTicks(1) },
                    _ => approval with { Digest = Some.DigestOf("never approved") },
                };
                if (edited == approval)
                    return;
                history.Publish(update => update.Put(edited));

                Assert.Contains(history.Read(read => GenerationCheck.Of(read)), verdict => !verdict.Holds);
            }, iter: 200);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_generation_that_says_something_else_of_itself_is_named(int number)
    {
        using var history = HistoryOf([[(0, 0, 0)], [(0, 1, 0)], [(0, 2, 0)]]);
        history.Publish(update => update.Put(update.Generations[number - 1] with { Reason = "another" }));

        Assert.Equal([number], Broken(history));
    }

    [Fact]
    public void A_generation_that_was_chained_anew_does_not_fit_to_the_one_after()
    {
        using var history = HistoryOf([[(0, 0, 0)], [(0, 1, 0)]]);
        history.Publish(update => update.Put(GenerationChain.Link(update.Generations[0] with { Reason = "another" }, GenerationChain.Beginning)));

        Assert.Equal([2], Broken(history));
    }

    [Fact]
    public void A_number_of_paths_that_is_not_that_of_its_content_is_noticed_though_it_was_chained_anew()
    {
        using var history = HistoryOf([[(0, 0, 0), (1, 1, 0)]]);
        history.Publish(update => update.Put(GenerationChain.Link(update.Generations[0] with { Paths = 1 }, GenerationChain.Beginning)));

        Assert.Equal("its content is not what its digest says", Assert.Single(history.Read(read => GenerationCheck.Of(read))).Fault);
    }

    [Fact]
    public void Packages_that_were_exchanged_are_noticed()
    {
        using var history = new TemporaryHistory();
        history.Publish(update => new GenerationDraft(update, Some.Time).Complete(Facts, Packages("1")));
        Assert.Empty(Broken(history));

        history.Publish(update => update.Put(Packages("2")));

        Assert.Equal([1], Broken(history));
    }

    [Theory]
    [InlineData("b")]
    [InlineData(null)]
    public void A_packages_list_that_was_exchanged_or_forgotten_is_noticed(string? list)
    {
        using var history = new TemporaryHistory();
        history.Publish(update => new GenerationDraft(update, Some.Time).Complete(Facts, Packages("1", "a")));
        Assert.Empty(Broken(history));
        Assert.Null(history.Read(read => BaselineDocument.Of(read, 1).Fault()));

        history.Publish(update => update.Put(Packages("1", list)));

        Assert.Equal([1], Broken(history));
    }

    [Theory]
    [InlineData(Realm.Host, null)]
    [InlineData(Realm.Container, "/var/lib/other")]
    [InlineData(Realm.Claimed, "/var/lib/machines")]
    public void A_waiver_that_was_given_to_another_realm_is_noticed(Realm realm, string? container)
    {
        var waiver = new Decision
        {
            Generation = 1,
            Verb = DecisionVerb.Waive,
            FindingId = "0123456789ab",
            Kind = "suspicious-location",
            Path = HostPath.Of("/tmp/tool"),
            Digest = Some.DigestA,
            Realm = Realm.Container,
            Container = "/var/lib/machines",
            At = Some.Time,
        };
        using var history = new TemporaryHistory();
        history.Publish(update =>
        {
            var draft = new GenerationDraft(update, Some.Time);
            update.Put(waiver);
            draft.Complete(Facts, packages: null);
        });
        Assert.Empty(Broken(history));
        Assert.Equal([waiver], history.Read(read => read.Decisions().ToList()));

        history.Publish(update => update.Put(waiver with { Realm = realm, Container = container }));

        Assert.Equal([1], Broken(history));
    }

    [Fact]
    public void An_export_of_an_edited_generation_is_refused()
    {
        using var history = HistoryOf([[(0, 0, 0)]]);
        history.Publish(update => update.Put(update.Generations[0] with { Reason = "another" }));

        Assert.Contains("was edited in the history",
            Assert.Throws<CannotCheckException>(() => history.Read(read => BaselineDocument.Of(read, number: null))).Message);
    }

    private static readonly GenerationFacts Facts = new(GenerationOrigin.Capture, Some.Time);

    private static PackageVersions Packages(string version, string? list = null) => new()
    {
        Generation = 1,
        Lists = list is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["openssl"] = list },
        Manager = "dpkg",
        Versions = new Dictionary<string, string> { ["openssl"] = version },
    };

    private static IEnumerable<int> Broken(TemporaryHistory history) =>
        history.Read(read => GenerationCheck.Of(read)).Where(verdict => !verdict.Holds).Select(verdict => verdict.Generation.Number);

    private static TemporaryHistory HistoryOf((int Path, int Digest, int Act)[][] drafts)
    {
        var history = new TemporaryHistory();
        var now = Some.Time;
        foreach (var acts in drafts)
            history.Publish(update =>
            {
                var draft = new GenerationDraft(update, now = now.AddDays(1));
                // One act for each digest in one draft, as captures and imports do.
                foreach (var (number, content, act) in acts.DistinctBy(one => (one.Path, one.Digest)))
                    Do(update, draft, HostPath.Of($"/bin/{number}"), Some.DigestOf($"{content}"), act);
                draft.Complete(Facts, packages: null);
            });
        return history;
    }

    private static void Do(IHistory history, GenerationDraft draft, HostPath path, Digest digest, int act)
    {
        if (act < 2)
            draft.Approve(path, digest, onDisk: act == 0);
        else if (act == 3)
            draft.LeaveBehind(path, digest, mayHoldSpaces: false);
        else if (history.Approval(path, digest) is { IsSuperseded: false } known)
            draft.Supersede(known);
    }
}
