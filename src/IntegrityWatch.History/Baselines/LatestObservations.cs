namespace IntegrityWatch.History.Baselines;

/// <summary>What every path was when it was last used.</summary>
internal static class LatestObservations
{
    public static Dictionary<HostPath, ObservedDigest> Of(IHistory history)
    {
        var latest = new Dictionary<HostPath, ObservedDigest>();
        foreach (var seen in history.AllObserved())
            if (!latest.TryGetValue(seen.Path, out var other) || IsLater(seen, other))
                latest[seen.Path] = seen;
        return latest;
    }

    /// <summary>Where one look at the list saw both, the later entry is the later use.</summary>
    private static bool IsLater(ObservedDigest seen, ObservedDigest other) =>
        seen.LastSeen != other.LastSeen ? seen.LastSeen > other.LastSeen
        : seen.ListEntry != other.ListEntry ? seen.ListEntry > other.ListEntry
        : string.CompareOrdinal(seen.Digest.ToString(), other.Digest.ToString()) > 0;
}
