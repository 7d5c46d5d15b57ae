using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>All that is known of one path of the host while a capture considers it.</summary>
internal sealed class PathEvidence(HostPath path)
{
    public HostPath Path { get; } = path;

    public List<ObservedDigest> Observed { get; } = [];

    public List<Approval> Approvals { get; } = [];

    /// <summary>Every path of the host that was ever seen or approved, with all that was seen of it.</summary>
    public static Dictionary<HostPath, PathEvidence> Of(IHistory history)
    {
        var paths = new Dictionary<HostPath, PathEvidence>();
        foreach (var seen in history.AllObserved())
            Of(seen.Path).Observed.Add(seen);
        foreach (var approval in history.AllApprovals().Where(approval => !approval.IsVoid))
            Of(approval.Path).Approvals.Add(approval);
        return paths;

        PathEvidence Of(HostPath path)
        {
            if (!paths.TryGetValue(path, out var found))
                paths[path] = found = new PathEvidence(path);
            return found;
        }
    }

    public ObservedDigest? Seen(Digest digest) => Observed.Find(seen => seen.Digest.Equals(digest));

    /// <summary>True where a content of it is approved.</summary>
    public bool IsInBaseline => Approvals.Exists(known => !known.IsSuperseded);

    public bool MayHoldSpaces => Observed.Count > 0 && Observed.TrueForAll(seen => seen.PathMayHoldSpaces);

    public IEnumerable<string> Algorithms() =>
        Observed.Select(seen => seen.Digest.Algorithm)
            .Concat(Approvals.Select(known => known.Digest.Algorithm))
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// What was used last, by the kernel's order and by no clock. Within this boot that is the list's last entry; but the list does not repeat an
    /// entry when a file goes back to what it was, and there the log's order decides. Null where it was never used.
    /// </summary>
    /// <param name="listId">The list of this boot.</param>
    /// <param name="boots">How late each list was read: a higher number is later.</param>
    public ObservedDigest? LastUse(string listId, IReadOnlyDictionary<string, int> boots)
    {
        var listed = Observed.Where(seen => seen.Boots is [.., var boot] && boot == listId).MaxBy(seen => seen.ListEntry);
        if (listed is { LastLogged: null })
            return listed;
        return Observed
            .OrderBy(seen => seen.UsedIn)
            .ThenBy(seen => seen.LastLogged?.Boot ?? -1)
            .ThenBy(seen => seen.LastLogged?.Serial ?? 0)
            .ThenBy(seen => seen.Boots is [.., var boot] ? boots.GetValueOrDefault(boot, -1) : -1)
            .ThenBy(seen => seen.ListEntry)
            .LastOrDefault();
    }
}
