using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Takes single findings as they are. What a file is, is approved in a generation of its own, so that it stays approved; what
/// happened is closed, with who said so and why, and opens again when it happens again.
/// </summary>
public sealed class Acceptance
{
    private readonly IHistoryUpdate history;
    private readonly DateTimeOffset now;
    private readonly string reason;
    private readonly string by;

    public Acceptance(IHistoryUpdate history, DateTimeOffset now, string reason, string by) =>
        (this.history, this.now, this.reason, this.by) = (history, now, reason, by);

    /// <summary>Gathered in the update; nothing is published here.</summary>
    /// <param name="findings">Open ones. All others on the same path and digest are settled with them.</param>
    /// <returns>The generation that approves what files are; null where none of the findings tells of a file.</returns>
    /// <exception cref="CannotCheckException">Accepting one of them makes no sense.</exception>
    public Generation? Accept(IReadOnlyList<Finding> findings)
    {
        if (findings.Any(finding => finding.Kind == FindingKind.NoBaseline))
            throw new CannotCheckException("that nothing has been captured cannot be accepted", "capture it: integritywatch baseline capture");
        foreach (var life in history.Findings().Where(life => findings.Any(finding => finding.Id == life.Id)))
            if (life.KindOf()?.IsOfIncident() == true)
                history.Put(Accepted(life));
        var files = findings.Where(finding => !finding.Kind.IsOfIncident()).ToList();
        return files.Count == 0 ? null : Approve(files);
    }

    private Generation Approve(List<Finding> files)
    {
        if (history.Generations is not [.., var latest])
            throw new CannotCheckException("nothing has been captured yet, so there is no baseline to add a file to",
                "capture it: integritywatch baseline capture; --include names what is suspicious and belongs there");
        var draft = new GenerationDraft(history, now);
        foreach (var finding in files)
            draft.Approve(finding.Path, finding.Digest!, finding.Sources.HasFlag(EvidenceSources.Disk));
        foreach (var life in history.Findings())
            if (life.Digest is { } digest && life.KindOf()?.IsOfIncident() == false && history.Approval(life.Path, digest) is { IsSuperseded: false })
            {
                // What a list names is told of though it is approved: only its life can say that a person accepted it.
                if (life.KindOf() != FindingKind.KnownBad)
                    history.Remove(life);
                else if (files.Exists(finding => finding.Path == life.Path && finding.Digest!.Equals(digest)))
                    history.Put(Accepted(life));
            }
        // Whether a package changed is still asked of the latest look at the host.
        return draft.Complete(
            new GenerationFacts(GenerationOrigin.Acceptance, latest.EvidenceAt) { Reason = reason, By = by, BootId = latest.BootId },
            history.Packages(latest.Number));
    }

    private FindingLife Accepted(FindingLife life) => life with { AcceptedAt = now, AcceptedBy = by, AcceptedReason = reason };
}
