using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
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

    /// <summary>Whose use it was: what a container used, or what is said to be a container's, stands beside the host's own and is approved by nothing.</summary>
    public Realm Realm => Observed?.Realm ?? Realm.Host;

    /// <summary>See <see cref="Observation.Container"/>; null for the host's.</summary>
    public string? Container => Observed?.Container;

    public KnownState State => Approval switch
    {
        null => KnownState.Observed,
        { IsSuperseded: true } => KnownState.Superseded,
        _ => KnownState.Approved,
    };

    /// <summary>Every digest that a path had, earliest first.</summary>
    public static IReadOnlyList<DigestHistory> Of(IHistory history, HostPath path) =>
        Join(history.Observed(path), history.Elsewhere(path), history.Approvals(path));

    /// <summary>Every path that had a digest, earliest first.</summary>
    public static IReadOnlyList<DigestHistory> Of(IHistory history, Digest digest) =>
        Join(history.Observed(digest), history.AllElsewhere().Where(seen => seen.Digest.Equals(digest)), history.Approvals(digest));

    /// <summary>Every path that had a digest which begins so, earliest first.</summary>
    public static IReadOnlyList<DigestHistory> Of(IHistory history, DigestBeginning digests) =>
        Join(history.AllObserved().Where(seen => digests.IsOf(seen.Digest)), history.AllElsewhere().Where(seen => digests.IsOf(seen.Digest)), history.AllApprovals().Where(known => !known.IsVoid && digests.IsOf(known.Digest)));

    /// <summary>Every digest of every path of a pattern, earliest first.</summary>
    public static IReadOnlyList<DigestHistory> Of(IHistory history, GlobPattern pattern) =>
        Join(history.AllObserved().Where(seen => pattern.Matches(seen.Path.Bytes)), history.AllElsewhere().Where(seen => pattern.Matches(seen.Path.Bytes)),
            history.AllApprovals().Where(known => !known.IsVoid && pattern.Matches(known.Path.Bytes)));

    private static IReadOnlyList<DigestHistory> Join(IEnumerable<ObservedDigest> observed, IEnumerable<ObservedDigest> elsewhere, IEnumerable<Approval> approvals)
    {
        var all = observed.ToDictionary(seen => (seen.Path, seen.Digest),
            seen => new DigestHistory { Path = seen.Path, Digest = seen.Digest, Observed = seen });
        foreach (var approval in approvals)
        {
            var key = (approval.Path, approval.Digest);
            all[key] = all.GetValueOrDefault(key, new DigestHistory { Path = approval.Path, Digest = approval.Digest })
                with { Approval = approval };
        }
        return [.. all.Values.Concat(elsewhere.Select(seen => new DigestHistory { Path = seen.Path, Digest = seen.Digest, Observed = seen }))
            .OrderBy(digest => digest.Observed?.FirstSeen ?? digest.Approval?.ApprovedAt)
            .ThenBy(digest => digest.Path)
            .ThenBy(digest => digest.Digest.ToString(), StringComparer.Ordinal)
            .ThenBy(digest => digest.Realm)
            .ThenBy(digest => digest.Container, StringComparer.Ordinal)];
    }
}
