using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>How bad the policy's path rules have a finding: the last that applies decides. Nothing is hidden by it.</summary>
internal sealed class PathRuleJudge(Policy policy, KnownActors actors, KnownContents contents)
{
    /// <param name="finding">With the severity that it has without them.</param>
    /// <param name="seen">Its use; null where that is forgotten.</param>
    public Finding Of(Finding finding, ObservedDigest? seen) => Of(finding, [seen?.FirstProcess, seen?.LatestProcess], seen?.UsedIn ?? 0);

    /// <param name="finding">With the severity that it has without them.</param>
    /// <param name="uses">Who is known to have done it; null stands for who is not known.</param>
    /// <param name="readIn">The generation under which that was read.</param>
    public Finding Of(Finding finding, IReadOnlyList<ProcessInfo?> uses, int readIn)
    {
        for (var i = policy.PathRules.Count - 1; i >= 0; i--)
            if (policy.PathRules[i] is var rule && rule.Covers(finding.Kind, finding.Realm, finding.Path) && IsDoneBy(rule, uses, readIn, finding.Severity))
                return finding with
                {
                    Severity = SeverityOf(rule, finding),
                    PathRule = new PathRuleWord(rule.Id, finding.Severity, rule.Message),
                };
        return finding;
    }

    /// <summary>Who lowers has to be sure that nobody else did it; who raises need not.</summary>
    private bool IsDoneBy(PathRule rule, IReadOnlyList<ProcessInfo?> uses, int readIn, Severity otherwise) => rule is { NamesUsers: false, NamesParents: false }
        || (rule.Severity < otherwise
            ? uses.All(process => process is not null && rule.IsByUser(process, surely: true)
                && (!rule.NamesParents || (actors.ParentOf(process, readIn) is { } parent && rule.IsParent(parent))))
            : uses.Any(process => process is not null && rule.IsByUser(process, surely: false)
                && (!rule.NamesParents || (process.ParentExe is { } parent && rule.IsParent(parent)))));

    private Severity SeverityOf(PathRule rule, Finding finding)
    {
        var ruled = rule.Severity == Severity.Info && IsHeldWithAnother(finding) ? finding.Severity.AtMost(Severity.Low) : rule.Severity;
        // What fell for a reason of its own is not raised by where it lies.
        return finding.Explained || finding.Softened ? ruled.AtMost(finding.Severity) : ruled;
    }

    private bool IsHeldWithAnother(Finding finding) =>
        finding.Digest is { } digest && contents.ApprovalsOf(finding.Path).Any(known => !known.Digest.Equals(digest));
}
