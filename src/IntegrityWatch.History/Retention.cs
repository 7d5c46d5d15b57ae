namespace IntegrityWatch.History;

/// <summary>
/// Forgets what was observed long ago. What was ever approved is kept, and so are the open findings and what they tell of,
/// all that the latest boot's list holds, and what the update itself brings: evidence from elsewhere may be older than what is kept.
/// </summary>
public static class Retention
{
    /// <summary>How often a scan forgets. It reads all that was observed, which takes a second for each 70,000.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromDays(7);

    /// <summary>Where the clock was set back, the last time lies ahead and says nothing.</summary>
    public static bool IsDue(IHistory history, DateTimeOffset now) =>
        !history.IsEmpty && !(history.State.LastPruned + Pace > now && history.State.LastPruned <= now);

    /// <summary>Gathered in the update. Tells how many records are to go.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="before">What was last seen before this, by the evidence's clock, goes.</param>
    public static int Forget(IHistoryUpdate history, DateTimeOffset before)
    {
        var forgotten = 0;
        var open = history.Findings();
        var files = open.Where(life => life.Digest is not null).Select(life => (life.Path, life.Digest!))
            .Concat(history.AllPutObserved().Select(put => (put.Path, put.Digest))).ToHashSet();
        var incidents = open.Select(life => life.IncidentKey).Concat(history.AllPutIncidents().Select(put => put.Key)).ToHashSet();
        var cursors = history.Cursors();
        var latest = cursors is [var cursor, ..] ? cursor.BootId : "";
        foreach (var seen in history.AllObserved())
            if (seen.LastSeen < before && !seen.Boots.Contains(latest) && !files.Contains((seen.Path, seen.Digest))
                && !history.Approvals(seen.Path).Any(known => known.Digest.Equals(seen.Digest)))
            {
                history.Remove(seen);
                forgotten++;
            }
        var elsewhere = history.AllPutElsewhere().ToHashSet();
        foreach (var seen in history.AllElsewhere())
            if (seen.LastSeen < before && !seen.Boots.Contains(latest) && !files.Contains((seen.Path, seen.Digest)) && !elsewhere.Contains(seen))
            {
                history.Remove(seen);
                forgotten++;
            }
        foreach (var incident in history.Incidents().Where(incident => incident.LastSeen < before && !incidents.Contains(incident.Key)))
        {
            history.Remove(incident);
            forgotten++;
        }
        // What a file was when it was hashed says something of what is known, and of nothing else.
        foreach (var file in history.AllHashed().ToList())
            if (history.Observed(file.Path).Count == 0 && history.Elsewhere(file.Path).Count == 0 && history.Approvals(file.Path).Count == 0)
                history.Remove(file);
        foreach (var old in cursors.Skip(1).Where(old => old.LastScanned < before))
            history.Remove(old);
        return forgotten;
    }
}
