using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Reports;

/// <summary>One digest of one path: what was seen of it and what was approved.</summary>
public sealed record DigestHistory
{
    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    /// <summary>Null where it was approved and never seen used.</summary>
    public ObservedDigest? Observed { get; init; }

    /// <summary>Null where no generation ever held it.</summary>
    public Approval? Approval { get; init; }

    public KnownState State => Approval switch
    {
        null => KnownState.Observed,
        { IsSuperseded: true } => KnownState.Superseded,
        _ => KnownState.Approved,
    };

    /// <summary>Every digest that a path had, earliest first.</summary>
    public static IReadOnlyList<DigestHistory> Of(IHistory history, HostPath path) =>
        Join(history.Observed(path), history.Approvals(path));

    /// <summary>Every path that had a digest, earliest first.</summary>
    public static IReadOnlyList<DigestHistory> Of(IHistory history, Digest digest) =>
        Join(history.Observed(digest), history.Approvals(digest));

    /// <summary>Every path that had a digest which begins so, earliest first.</summary>
    public static IReadOnlyList<DigestHistory> Of(IHistory history, DigestBeginning digests) =>
        Join(history.AllObserved().Where(seen => digests.IsOf(seen.Digest)), history.AllApprovals().Where(known => !known.IsVoid && digests.IsOf(known.Digest)));

    private static IReadOnlyList<DigestHistory> Join(IEnumerable<ObservedDigest> observed, IEnumerable<Approval> approvals)
    {
        var all = observed.ToDictionary(seen => (seen.Path, seen.Digest),
            seen => new DigestHistory { Path = seen.Path, Digest = seen.Digest, Observed = seen });
        foreach (var approval in approvals)
        {
            var key = (approval.Path, approval.Digest);
            all[key] = all.GetValueOrDefault(key, new DigestHistory { Path = approval.Path, Digest = approval.Digest })
                with { Approval = approval };
        }
        return [.. all.Values
            .OrderBy(digest => digest.Observed?.FirstSeen ?? digest.Approval?.ApprovedAt)
            .ThenBy(digest => digest.Path)
            .ThenBy(digest => digest.Digest.ToString(), StringComparer.Ordinal)];
    }
}
