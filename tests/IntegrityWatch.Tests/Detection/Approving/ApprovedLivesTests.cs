using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>What an imported generation settles of what is open.</summary>
public sealed class ApprovedLivesTests : IDisposable
{
    private static readonly HostPath Place = HostPath.Of("/opt/.x/tool");

    private readonly SomeHost host = new();
    private readonly IReadOnlyList<Finding> open;

    public ApprovedLivesTests()
    {
        host.Capture(Some.Evidence());
        open = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2), Some.Seen(Place, Some.DigestC, entry: 3)));
    }

    public void Dispose() => host.Dispose();

    [Fact]
    public void The_drift_of_what_it_approves_is_settled_and_neither_another_content_nor_a_place()
    {
        var closed = Import(null, new BaselinePath { Path = Some.Path, Approved = [Some.DigestB] }, new BaselinePath { Path = Place, Approved = [Some.DigestC] });

        Assert.Equal([("new-file", FindingClosure.Approved), ("new-file", FindingClosure.Approved)], closed.Select(life => (life.Kind, life.Closed!.Value)));
        Assert.Equal([("suspicious-location", Some.DigestC), ("new-file", Some.DigestA)],
            host.OpenFindings().Select(finding => (finding.Kind.Name(), finding.Digest!)));
        Assert.All(closed, life => Assert.Equal(2, life.ClosedIn));
    }

    [Fact]
    public void What_it_knows_as_an_old_version_stays_open()
    {
        Import(null, new BaselinePath { Path = Some.Path, Approved = [Some.DigestB], Superseded = [Some.DigestA] });

        Assert.Contains(host.OpenFindings(), finding => finding.Path == Some.Path && finding.Digest!.Equals(Some.DigestA));
    }

    [Fact]
    public void A_waiver_that_comes_with_it_settles_its_own_finding_alone()
    {
        var place = open.Single(FindingKind.SuspiciousLocation);

        var closed = Import(place);

        Assert.Equal((place.Id, FindingClosure.Waived), (Assert.Single(closed).Id, closed[0].Closed));
        Assert.Equal(["new-file", "new-file", "new-file"], host.OpenFindings().Select(finding => finding.Kind.Name()));
    }

    /// <summary>Of what is open of an approved content, its drift on the host is settled, and nothing else.</summary>
    [Theory]
    [InlineData(FindingKind.NewFile, "host", true)]
    [InlineData(FindingKind.AlteredFile, "host", true)]
    [InlineData(FindingKind.NewFile, "container", false)]
    [InlineData(FindingKind.NewFile, "closed", false)]
    [InlineData(FindingKind.UnknownModule, "host", false)]
    [InlineData(FindingKind.SignatureInvalid, "host", false)]
    [InlineData(FindingKind.EvidenceGap, "host", false)]
    public void What_an_import_approves_settles_the_open_drift_of_the_host_alone(FindingKind kind, string whose, bool isSettled)
    {
        var path = HostPath.Of("/usr/lib/modules/6.1/extra/x.ko");
        var life = Some.Finding(kind, path: path.ToString()).LifeOf(Some.Time, TimeSpan.Zero) with
        {
            Realm = whose == "container" ? IntegrityWatch.Evidence.Uses.Realm.Container : default,
            Container = whose == "container" ? "c" : null,
            Closed = whose == "closed" ? FindingClosure.Resolved : null,
        };
        host.Change(history => history.Put(life));

        var closed = Import(null, new BaselinePath { Path = path, Approved = [Some.DigestA] });

        Assert.Equal(isSettled ? [life.Id] : [], closed.Select(ended => ended.Id));
    }

    [Fact]
    public void A_waiver_settles_nothing_that_was_closed_before()
    {
        var place = open.Single(FindingKind.SuspiciousLocation);
        host.Change(history => history.Put(history.Findings().Single(life => life.Id == place.Id) with { Closed = FindingClosure.Resolved, ClosedIn = 1 }));

        Assert.Empty(Import(place));
    }

    private IReadOnlyList<FindingLife> Import(Finding? waived, params BaselinePath[] paths)
    {
        IReadOnlyList<FindingLife> closed = [];
        host.Change(history =>
        {
            var plan = new BaselineImport(history, host.Now).Prepare(paths, packages: null, new GenerationFacts(GenerationOrigin.Import, Some.Time));
            if (waived is not null)
                history.Put(new Decision
                {
                    Verb = DecisionVerb.Waive,
                    Kind = waived.Kind.Name(),
                    Path = waived.Path,
                    Digest = waived.Digest,
                    FindingId = waived.Id,
                    Generation = plan.Generation.Number,
                    By = "root",
                    Reason = "known",
                    At = host.Now,
                });
            closed = ApprovedLives.Close(history, plan.Generation.Number);
        });
        return closed;
    }
}
