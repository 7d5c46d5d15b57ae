using IntegrityWatch.Evidence;
using IntegrityWatch.History;

// Publishes one state after the other until it is killed, and says which it has published. In state N every path has the
// digest of N and there are N generations: anything else is half a state.
const int Paths = 300;

for (var state = NextState(); ; state++)
{
    using var update = HistoryFile.OpenForUpdate(args[0]);
    update.Change(_ => new HistoryState { Host = state.ToString() });
    update.Put(new Generation
    {
        Number = state,
        Origin = GenerationOrigin.Capture,
        CapturedAt = DateTimeOffset.UnixEpoch,
        EvidenceAt = DateTimeOffset.UnixEpoch,
        Paths = Paths,
        Content = "",
        Chain = "",
    });
    foreach (var before in update.AllObserved())
        update.Remove(before);
    for (var path = 0; path < Paths; path++)
        update.Put(Observed(path, state));
    update.Publish();
    Console.WriteLine(state);
}

int NextState()
{
    using var history = HistoryFile.OpenForUpdate(args[0]);
    return history.Generations.Count + 1;
}

static ObservedDigest Observed(int path, int state) => new()
{
    Path = HostPath.Of($"/usr/bin/tool-{path}"),
    Digest = Digest.Sha256(BitConverter.GetBytes(state)),
    Sources = EvidenceSources.Ima,
    FirstSeen = DateTimeOffset.UnixEpoch,
    LastSeen = DateTimeOffset.UnixEpoch,
    Boots = [],
};
