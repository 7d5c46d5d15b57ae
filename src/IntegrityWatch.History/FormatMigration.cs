using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>
/// Brings the records of a history of format 2 to this version's form, in an update: they are read so at once, and written so by the first
/// run that publishes. The waivers that a person's acceptances and inclusions become are made by who can judge, see
/// <see cref="HistoryState.MigratedFrom"/>.
/// </summary>
/// <remarks>
/// Format 2 told by time and by a flag what a capture had taken note of; here it is the generation under which a content was used last.
/// What had been noted, and of which nothing is open, is history: it is not held against any generation. Of what is open the last use
/// counts for the latest generation, so that it is judged anew; what was approved then stays as it was.
/// </remarks>
internal static class FormatMigration
{
    /// <summary>The one that is understood.</summary>
    private const int From = 2;

    public static void Run(IHistoryUpdate history)
    {
        var latest = history.Generations.Count == 0 ? 0 : history.Generations[^1].Number;
        var lives = history.Findings();
        var open = lives.Where(life => life is { AcceptedAt: null, Digest: not null }).Select(life => (life.Path, life.Digest!)).ToHashSet();
        foreach (var seen in history.AllObserved().ToList())
            if (UsedIn(seen, history, latest, open.Contains((seen.Path, seen.Digest))) is var usedIn && (usedIn != seen.UsedIn || seen.Noted))
                history.Put(seen with { UsedIn = usedIn, Noted = false });
        foreach (var life in lives)
            history.Put(life with
            {
                Delivered = life.Reported,
                Closed = life.AcceptedAt is null ? null : FindingClosure.Accepted,
            });
        // Everything that is known is judged anew by the first scan.
        history.Change(state => state with { MigratedFrom = From, PolicyFingerprint = null });
    }

    private static int UsedIn(ObservedDigest seen, IHistory history, int latest, bool isOpen)
    {
        if (isOpen)
            return latest;
        if (seen.Noted)
            return 0;
        return history.Approval(seen.Path, seen.Digest) is { SupersededIn: { } left } ? left - 1 : latest;
    }
}
