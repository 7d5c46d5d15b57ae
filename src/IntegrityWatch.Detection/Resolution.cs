using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Closes findings of which a person says that they were dealt with. Approves nothing: what is there again or used again is told again.
/// </summary>
public sealed class Resolution
{
    private readonly IHistoryUpdate history;
    private readonly DateTimeOffset now;
    private readonly string reason;
    private readonly string by;

    public Resolution(IHistoryUpdate history, DateTimeOffset now, string reason, string by) =>
        (this.history, this.now, this.reason, this.by) = (history, now, reason, by);

    /// <summary>Gathered in the update; nothing is published here.</summary>
    /// <param name="findings">Open ones, at least one.</param>
    /// <param name="root">The host's files, to ask whether a content still lies there.</param>
    /// <exception cref="CannotCheckException">One of them is still so.</exception>
    public SettledFindings Resolve(IReadOnlyList<Finding> findings, EvidenceRoot root)
    {
        if (findings.Any(finding => finding.Kind == FindingKind.NoBaseline))
            throw new CannotCheckException("that nothing has been captured cannot be resolved", "capture it: integritywatch baseline capture");
        var isOfHost = HostFacts.Of(root).Name == history.State.Host;
        if (findings.Where(finding => IsThere(finding, root, isOfHost)).ToList() is [var there, ..] all)
            throw new CannotCheckException(
                $"the content still lies there, so it is not dealt with: {SafeText.Of(there.Path)} ({string.Join(", ", all.Select(finding => finding.Id))})",
                isOfHost ? "remove it or put back what belongs there; what belongs there as it is, integritywatch accept takes; nothing was resolved"
                    : "name the host's files with --root, so that they can be asked; nothing was resolved");
        var draft = new GenerationDraft(history, now);
        var decisions = new Decisions(history, draft.Number, now, reason, by);
        var closing = new Closing(history, draft.Number);
        foreach (var finding in findings)
            decisions.Add(DecisionVerb.Resolve, finding);
        var named = findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var life in history.Findings().Where(life => named.Contains(life.Id) && life.IsOpen()))
            closing.Close(life, FindingClosure.Resolved);
        return new SettledFindings
        {
            Generation = draft.CompleteBeside(GenerationOrigin.Resolution, reason, by),
            Findings = findings,
            Closed = closing.Closed,
        };
    }

    private bool IsThere(Finding finding, EvidenceRoot root, bool isOfHost)
    {
        if (!(finding.Kind.IsDrift() || finding.Kind.IsCircumstance()) || finding.Digest is not { } digest || !finding.Path.IsAbsolute)
            return false;
        if (!isOfHost)
            return history.Observed(finding.Path, digest) is { LiesOnDisk: true };
        // What cannot be hashed here and lies there may be it.
        return FileHasher.CanCompute(digest.Algorithm)
            ? digest.Equals(FileHasher.Hash(root, finding.Path, digest.Algorithm)) || root.IsDenied(finding.Path)
            : root.Has(finding.Path);
    }
}
