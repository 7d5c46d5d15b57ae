using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>What a generation settles by what it approves: the drift of exactly these contents of the host, and nothing else.</summary>
public static class ApprovedLives
{
    /// <summary>For a generation that was put into the update; gathered there.</summary>
    /// <returns>The lives that end.</returns>
    public static IReadOnlyList<FindingLife> Close(IHistoryUpdate history, int generation)
    {
        var closing = new Closing(history, generation);
        Close(history, closing);
        var waivers = new Waivers(history);
        foreach (var life in history.Findings().Where(life => life.IsOpen() && waivers.Silence(life)))
            closing.Close(life, FindingClosure.Waived);
        return closing.Closed;
    }

    internal static void Close(IHistoryUpdate history, Closing closing)
    {
        foreach (var life in history.Findings())
            if (life.IsOpen() && life.Realm == Realm.Host && life.Digest is { } digest
                && life.KindOf() is { } kind && kind.IsDrift() && !kind.IsCircumstance()
                && history.Approval(life.Path, digest) is { IsSuperseded: false })
                closing.Close(life, FindingClosure.Approved);
    }
}
