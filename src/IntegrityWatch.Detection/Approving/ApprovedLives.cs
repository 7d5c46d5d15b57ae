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
        foreach (var life in history.Findings().Where(life => life.IsOpen() && life.KindOf()?.IsCircumstance() == true))
            if (history.DecisionsInForceAt(generation).Any(decision => decision.Verb == DecisionVerb.Waive && Waives(decision, life)))
                closing.Close(life, FindingClosure.Waived);
        return closing.Closed;
    }

    /// <summary>True where the waiver is for exactly this kind, path and digest.</summary>
    internal static bool Waives(Decision decision, FindingLife life) =>
        decision.Kind == life.Kind && decision.Path == life.Path && Equals(decision.Digest, life.Digest);

    internal static void Close(IHistoryUpdate history, Closing closing)
    {
        foreach (var life in history.Findings())
            if (life.IsOpen() && life.Realm == Realm.Host && life.Digest is { } digest && life.KindOf() is { } kind && kind.IsDrift() && !kind.IsCircumstance()
                && history.Approval(life.Path, digest) is { IsSuperseded: false })
                closing.Close(life, FindingClosure.Approved);
    }
}
