using CsCheck;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Tests.History;

/// <summary>An update beside plain dictionaries: whatever is put, removed and asked in whatever order, both give the same answers.</summary>
public class UpdateModelTests
{
    // Few of each, so that what is put and removed meets what is published.
    private static readonly HostPath[] Paths = [.. Enumerable.Range(0, 5).Select(number => HostPath.Of($"/bin/{number}"))];
    private static readonly Digest[] Digests = [Some.DigestA, Some.DigestB, Some.DigestC];
    private static readonly string[] Sinks = ["gelf", "syslog"];

    private static readonly Gen<Step> AnyStep = Gen.Select(Gen.Int[0, 14], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[1, 1000], Gen.Int[0, 8],
        (what, path, digest, stamp, question) => new Step(what, path, digest, stamp, question));

    [Fact]
    public void An_update_answers_as_dictionaries_do_and_so_does_what_it_publishes() => AnyStep.List[1, 40].List[1, 4].Sample(updates =>
    {
        using var history = new TemporaryHistory();
        var model = new Model();
        foreach (var steps in updates)
        {
            history.Publish(update =>
            {
                foreach (var step in steps)
                {
                    Take(step, update, model);
                    Compare(update, model, step.Question);
                }
                CompareAll(update, model);
            });
            if (File.Exists(history.Path))
                history.Read(read => { CompareAll(read, model); return 0; });
        }
    }, iter: 60);

    [Fact]
    public void What_is_not_published_changes_nothing_for_anybody_else() => AnyStep.List[1, 40].Array[2].Sample(updates =>
    {
        using var history = new TemporaryHistory();
        var model = new Model();
        history.Publish(update =>
        {
            foreach (var step in updates[0])
                Take(step, update, model);
            update.Change(state => state);
        });

        using (var update = HistoryFile.OpenForUpdate(history.Path))
            foreach (var step in updates[1])
                Take(step, update, new Model());

        history.Read(read => { CompareAll(read, model); return 0; });
    }, iter: 20);

    private static void Take(Step step, IHistoryUpdate update, Model model)
    {
        var (path, digest, sink) = (Paths[step.Path], Digests[step.Digest], Sinks[step.Digest % 2]);
        switch (step.What)
        {
            case 0 or 1:
                var observed = SomeRecord.ObservedAt(path.ToString(), "") with
                {
                    Digest = digest,
                    FirstSeen = Some.Time.AddHours(step.Stamp % 3),
                    ListEntry = step.Stamp,
                };
                update.Put(observed);
                model.Observed[(path, digest)] = observed;
                break;
            case 2:
                update.Remove(SomeRecord.ObservedAt(path.ToString(), "") with { Digest = digest });
                model.Observed.Remove((path, digest));
                break;
            case 3 or 4:
                var turn = step.Stamp % 100;
                var approval = new Approval
                {
                    Path = path,
                    Digest = digest,
                    Terms = new ApprovalTerms((step.Stamp % 3) switch { 0 => [turn + 1], 1 => [turn + 1, turn + 2], _ => [turn + 1, turn + 2, turn + 3] }),
                    ApprovedAt = Some.Time.AddHours(step.Stamp % 3),
                };
                // Terms only grow: what was moved on from once never was not.
                if (model.Approvals.GetValueOrDefault((path, digest)) is { } known)
                    approval = known with { Terms = known.IsSuperseded ? known.Terms.ApprovedAgainIn(known.Terms.Turns[^1] + 1) : known.Terms.MovedOnIn(known.Terms.Turns[^1] + 1) };
                update.Put(approval);
                model.Approvals[(path, digest)] = approval;
                break;
            case 5:
                update.LoadApprovals();
                break;
            case 6:
                var life = new FindingLife { Id = $"{step.Path}", Kind = "new-file", Path = path, Digest = digest, FoundAt = Some.Time };
                update.Put(life);
                model.Lives[life.Id] = life;
                break;
            case 7:
                update.Remove(new FindingLife { Id = $"{step.Path}", Kind = "", Path = path, FoundAt = Some.Time });
                model.Lives.Remove($"{step.Path}");
                break;
            case 8 or 9:
                var batch = new OutboxBatch { Sink = sink, Number = step.Path, Since = Some.Time, Count = step.Stamp, Content = [] };
                update.Put(batch);
                model.Batches[(sink, step.Path)] = batch;
                break;
            case 10:
                update.Remove(new OutboxBatch { Sink = sink, Number = step.Path, Since = Some.Time, Count = 0, Content = [] });
                model.Batches.Remove((sink, step.Path));
                break;
            case 11:
                var incident = new IncidentRecord
                {
                    Key = new IncidentKey("violation", path, $"{step.Digest}"),
                    Count = step.Stamp,
                    FirstSeen = Some.Time,
                    LastSeen = Some.Time,
                    Sources = EvidenceSources.Ima,
                };
                update.Put(incident);
                model.Incidents[incident.Key] = incident;
                break;
            case 12:
                var generation = new Generation
                {
                    Number = step.Path + 1,
                    Origin = GenerationOrigin.Capture,
                    Name = $"{step.Stamp}",
                    CapturedAt = Some.Time,
                    EvidenceAt = Some.Time,
                    Paths = 0,
                    Content = "",
                    Chain = "",
                };
                update.Put(generation);
                model.Generations[generation.Number] = generation;
                break;
            case 13:
                update.Change(state => state with { Host = $"{step.Stamp}" });
                model.State = model.State with { Host = $"{step.Stamp}" };
                break;
            default:
                update.Change(state => state with { Scans = state.Scans + 1 });
                model.State = model.State with { Scans = model.State.Scans + 1 };
                break;
        }
    }

    private static void CompareAll(IHistory history, Model model)
    {
        for (var question = 0; question <= 8; question++)
            Compare(history, model, question);
    }

    private static void Compare(IHistory history, Model model, int question)
    {
        switch (question)
        {
            case 0:
                Assert.Equal(Told(model.Observed.Values).Order(), Told(history.AllObserved()).Order());
                Assert.Equal(model.Approvals.Values.ToHashSet(), [.. history.AllApprovals()]);
                Assert.Equal(model.Approvals.Count, history.AllApprovals().Count());
                break;
            case 1:
                Assert.All(Paths, path => Assert.Equal(
                    Told(model.Observed.Values.Where(one => one.Path == path).OrderBy(one => one.FirstSeen).ThenBy(one => one.Digest.ToString())),
                    Told(history.Observed(path))));
                break;
            case 2:
                Assert.All(Digests, digest => Assert.Equal(
                    Told(model.Observed.Values.Where(one => one.Digest.Equals(digest)).OrderBy(one => one.Path)), Told(history.Observed(digest))));
                break;
            case 3:
                Assert.All(Pairs(), one =>
                {
                    Assert.Equal(model.Observed.GetValueOrDefault(one)?.ListEntry, history.Observed(one.Path, one.Digest)?.ListEntry);
                    Assert.Equal(model.Approvals.GetValueOrDefault(one), history.Approval(one.Path, one.Digest));
                });
                break;
            case 4:
                Assert.All(Paths, path => Assert.Equal(
                    model.Approvals.Values.Where(one => one.Path == path).OrderBy(one => one.ApprovedAt).ThenBy(one => one.Digest.ToString()),
                    history.Approvals(path)));
                break;
            case 5:
                Assert.All(Digests, digest => Assert.Equal(
                    model.Approvals.Values.Where(one => one.Digest.Equals(digest)).OrderBy(one => one.Path), history.Approvals(digest)));
                break;
            case 6:
                Assert.Equal(model.Approvals.Values.Where(one => one.IsSuperseded).OrderBy(one => one.Path).ThenBy(one => one.Digest.ToString()),
                    history.Superseded());
                break;
            case 7:
                Assert.All(Sinks, sink => Assert.All(Enumerable.Range(0, 6), number => Assert.Equal(
                    model.Batches.Values.Where(one => one.Sink == sink && one.Number >= number).MinBy(one => one.Number)?.Count,
                    history.NextBatch(sink, number)?.Count)));
                break;
            default:
                Assert.Equal(model.State, history.State);
                Assert.Equal(model.Lives.Values.OrderBy(life => life.Id), history.Findings());
                Assert.Equal(model.Generations.Values.OrderBy(generation => generation.Number), history.Generations);
                Assert.Equal(model.Incidents.Values.OrderBy(one => one.Key.Path).ThenBy(one => one.Key.Subject), history.Incidents());
                Assert.All(model.Incidents.Values, incident => Assert.Equal(incident, history.Incident(incident.Key)));
                break;
        }
    }

    private static IEnumerable<(HostPath Path, Digest Digest)> Pairs() => Paths.SelectMany(path => Digests.Select(digest => (path, digest)));

    private static IEnumerable<string> Told(IEnumerable<ObservedDigest> all) => all.Select(one => $"{one.Path} {one.Digest} {one.ListEntry}");

    /// <summary>One write, and the question that is asked after it.</summary>
    private sealed record Step(int What, int Path, int Digest, int Stamp, int Question);

    private sealed class Model
    {
        public Dictionary<(HostPath Path, Digest Digest), ObservedDigest> Observed { get; } = [];

        public Dictionary<(HostPath Path, Digest Digest), Approval> Approvals { get; } = [];

        public Dictionary<string, FindingLife> Lives { get; } = [];

        public Dictionary<(string Sink, long Number), OutboxBatch> Batches { get; } = [];

        public Dictionary<IncidentKey, IncidentRecord> Incidents { get; } = [];

        public Dictionary<int, Generation> Generations { get; } = [];

        public HistoryState State { get; set; } = new();
    }
}
