using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Takes exactly the findings that are named, in a generation of its own: content is approved, a circumstance is waived for its kind, path,
/// digest and realm, and an event is accepted as the one that happened. Nothing beside them is settled.
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
    /// <param name="findings">Open ones, at least one.</param>
    /// <param name="open">All that is open.</param>
    /// <exception cref="CannotCheckException">Accepting one of them makes no sense, or would hide a worse one that is not named.</exception>
    public SettledFindings Accept(IReadOnlyList<Finding> findings, IReadOnlyList<Finding> open)
    {
        Check(findings, open);
        var draft = new GenerationDraft(history, now);
        var decisions = new Decisions(history, draft.Number, now, reason, by);
        var closing = new Closing(history, draft.Number);
        foreach (var finding in findings)
            if (IsOfContent(finding))
                draft.Approve(finding.Path, finding.Digest!, finding.Sources.HasFlag(EvidenceSources.Disk));
            else if (finding.Kind.IsCircumstance())
                decisions.Add(DecisionVerb.Waive, finding);
            else
                decisions.Add(DecisionVerb.Accept, finding, SubjectOf(finding), LoggedOf(finding));
        var named = findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var life in history.Findings().Where(life => named.Contains(life.Id) && life.IsOpen()))
            if (life.KindOf() is { } kind && (life.Realm != Realm.Host || kind.IsCircumstance() || !kind.IsDrift()))
                closing.Close(life with { AcceptedAt = now, AcceptedBy = by, AcceptedReason = reason },
                    kind.IsCircumstance() ? FindingClosure.Waived : FindingClosure.Accepted);
        ApprovedLives.Close(history, closing);
        return new SettledFindings
        {
            Generation = draft.CompleteBeside(GenerationOrigin.Acceptance, reason, by),
            Findings = findings,
            Approved = draft.Approved,
            Closed = closing.Closed,
        };
    }

    /// <summary>True where accepting it approves its content.</summary>
    private static bool IsOfContent(Finding finding) => finding.Realm == Realm.Host && finding.Kind.IsDrift() && !finding.Kind.IsCircumstance();

    private void Check(IReadOnlyList<Finding> findings, IReadOnlyList<Finding> open)
    {
        if (findings.Any(finding => finding.Kind == FindingKind.NoBaseline))
            throw new CannotCheckException("that nothing has been captured cannot be accepted", "capture it: integritywatch baseline capture");
        if (history.Baselines.Count == 0 && findings.Any(IsOfContent))
            throw new CannotCheckException("nothing has been captured yet, so there is no baseline to add a file to",
                "capture it: integritywatch baseline capture; --include names what is suspicious and belongs there");
        var named = findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        var worse = open.Where(other => !named.Contains(other.Id) && other.Digest is not null && findings.Any(finding =>
            finding.Path == other.Path && other.Digest.Equals(finding.Digest) && (finding.Realm, finding.Container) == (other.Realm, other.Container)
            && other.Severity > finding.Severity)).ToList();
        if (worse.Count > 0)
            throw new CannotCheckException(
                $"a worse finding of the same content is open: {string.Join(", ", worse.Select(Named))}",
                "look at it first; to accept both, name both; nothing was accepted");
    }

    private static string Named(Finding finding) => $"{finding.Id} {finding.Severity.ToString().ToLowerInvariant()} {finding.Kind.Name()}";

    /// <summary>An altered list is accepted as it is now: so many entries, and the digest over them.</summary>
    private string SubjectOf(Finding finding)
    {
        if (finding.Kind != FindingKind.ListTampered || history.Cursor(finding.Subject.Split(' ')[0]) is not { } cursor)
            return finding.Subject;
        return $"{finding.Subject}; {cursor.Position.Entries} entries, {Convert.ToHexStringLower(cursor.Position.PrefixDigest)}";
    }

    private Evidence.Uses.LogPlace? LoggedOf(Finding finding) =>
        history.Incident(new IncidentKey(finding.Kind.Name(), finding.Path, finding.Subject))?.Logged;
}
