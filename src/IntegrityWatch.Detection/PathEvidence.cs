using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>All that is known of one path while a capture considers it.</summary>
internal sealed class PathEvidence(HostPath path)
{
    public HostPath Path { get; } = path;

    public List<ObservedDigest> Observed { get; } = [];

    public List<Approval> Approvals { get; } = [];

    public IEnumerable<string> Algorithms() =>
        Observed.Select(seen => seen.Digest.Algorithm)
            .Concat(Approvals.Select(known => known.Digest.Algorithm))
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// The digest that was used last. Within one boot that is the list's last entry, which an initramfs's copy comes before;
    /// but the list does not repeat an entry when a file goes back to what it was, and there the audit log's clock decides.
    /// </summary>
    public ObservedDigest? LatestWith(string algorithm, string listId)
    {
        var candidates = Observed.Where(seen => seen.Digest.Algorithm == algorithm).ToList();
        var lastListed = candidates.Where(seen => seen.Boots.Contains(listId)).MaxBy(seen => seen.ListEntry);
        return lastListed switch
        {
            null => candidates.OrderBy(seen => seen.LastSeen).ThenBy(seen => seen.ListEntry).LastOrDefault(),
            { LastAudited: null } => lastListed,
            _ => candidates.MaxBy(seen => seen.LastAudited),
        };
    }
}
