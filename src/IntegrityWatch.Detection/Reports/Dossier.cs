using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Reports;

/// <summary>All that the history keeps of one path, or of a finding about the host as a whole, beside what is open.</summary>
/// <param name="Path">Empty for a finding about the host as a whole.</param>
/// <param name="Digests">Everything that it was, earliest first, with who used it and what approved it.</param>
/// <param name="Closed">Findings that are closed, in the order in which they were found.</param>
/// <param name="Decisions">What people decided about it, earliest first.</param>
public sealed record Dossier(HostPath Path, IReadOnlyList<DigestHistory> Digests, IReadOnlyList<FindingLife> Closed, IReadOnlyList<Decision> Decisions)
{
    /// <summary>True where the history knows nothing of it.</summary>
    public bool IsEmpty => Digests.Count == 0 && Closed.Count == 0 && Decisions.Count == 0;

    public static Dossier OfPath(IHistory history, HostPath path) => Of(history, path, life => life.Path == path, decision => decision.Path == path);

    /// <param name="finding">One that names no path.</param>
    public static Dossier OfHost(IHistory history, Finding finding) =>
        Of(history, default, life => life.Id == finding.Id, decision => decision.FindingId == finding.Id);

    private static Dossier Of(IHistory history, HostPath path, Func<FindingLife, bool> isAbout, Func<Decision, bool> decides) => new(path,
        path.IsEmpty ? [] : DigestHistory.Of(history, path),
        [.. history.Findings().Where(life => isAbout(life) && life.Closed is not null).OrderBy(life => life.FoundAt).ThenBy(life => life.Id, StringComparer.Ordinal)],
        [.. history.Decisions().Where(decides)]);
}
