using IntegrityWatch.Evidence;

namespace IntegrityWatch.History.Baselines;

/// <summary>What one generation holds of one path. Digests stand in the order of their text.</summary>
public sealed record BaselinePath
{
    public required HostPath Path { get; init; }

    /// <summary>Approved, and the content on disk or what stood for it.</summary>
    public IReadOnlyList<Digest> Approved { get; init; } = [];

    /// <summary>Approved beside the disk's content, such as an initramfs's copy.</summary>
    public IReadOnlyList<Digest> Beside { get; init; } = [];

    /// <summary>Approved once, and left behind.</summary>
    public IReadOnlyList<Digest> Superseded { get; init; } = [];

    /// <summary>See <see cref="Observation.PathMayHoldSpaces"/>.</summary>
    public bool MayHoldSpaces { get; init; }

    /// <summary>The path as it was in a generation; null where that did not know it.</summary>
    /// <param name="approvals">All of one path.</param>
    /// <param name="generation">The generation's number.</param>
    public static BaselinePath? Of(IReadOnlyCollection<Approval> approvals, int generation)
    {
        var known = approvals.Where(approval => approval.Terms.WereKnownIn(generation)).ToList();
        return known.Count == 0 ? null : new BaselinePath
        {
            Path = known[0].Path,
            Approved = Ordered(known.Where(approval => approval.Terms.WereApprovedIn(generation) && approval.OnDiskSince <= generation)),
            Beside = Ordered(known.Where(approval => approval.Terms.WereApprovedIn(generation) && !(approval.OnDiskSince <= generation))),
            Superseded = Ordered(known.Where(approval => approval.Terms.WereSupersededIn(generation))),
            MayHoldSpaces = known.TrueForAll(approval => approval.PathMayHoldSpaces),
        };
    }

    private static IReadOnlyList<Digest> Ordered(IEnumerable<Approval> approvals) =>
        [.. approvals.Select(approval => approval.Digest).OrderBy(digest => digest.ToString(), StringComparer.Ordinal)];
}
