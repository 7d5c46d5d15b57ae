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
