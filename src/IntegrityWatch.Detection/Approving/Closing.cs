using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>Closes lives in the name of a generation, so that taking it back opens them again.</summary>
internal sealed class Closing(IHistoryUpdate history, int generation)
{
    private readonly List<FindingLife> closed = [];

    /// <summary>What was closed, in the order in which that happened.</summary>
    public IReadOnlyList<FindingLife> Closed => closed;

    public void Close(FindingLife life, FindingClosure why)
    {
        var done = life with { Closed = why, ClosedIn = generation };
        history.Put(done);
        closed.Add(done);
    }
}
