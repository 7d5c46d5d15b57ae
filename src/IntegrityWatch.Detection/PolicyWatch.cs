using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>Whether the policy judges less than the one of the last scan: who can change it can hide what he does.</summary>
public static class PolicyWatch
{
    /// <summary>A policy with more changes than these is another; the rest is told by its number.</summary>
    private const int MostTold = 100;

    /// <summary>What judges less, an incident a rule; keeps the policy for the next scan to be held against.</summary>
    public static IReadOnlyList<Incident> Compare(IHistoryUpdate history, Policy policy)
    {
        if (history.JudgedBy is { } judgedBy && judgedBy.Fingerprint == policy.Fingerprint)
            return [];
        var less = history.JudgedBy is { } before ? policy.Terms.LessThan(before.Terms).ToList() : [];
        history.Put(new JudgedBy(policy.Fingerprint, policy.Terms.ToBytes()));
        var told = less.Take(MostTold).Select(change => Of($"{change.File}: {change.Rule}", $"the policy judges less than at the last scan: {change.File}: {change.Rule} {change.Why}"));
        return less.Count > MostTold
            ? [.. told, Of("more rules", $"the policy judges less than at the last scan by {less.Count - MostTold} more rules")]
            : [.. told];
    }

    private static Incident Of(string subject, string cause) => new()
    {
        Kind = FindingKind.EvidenceGap,
        Gap = EvidenceGapCause.PolicyJudgesLess,
        Subject = subject,
        Sources = EvidenceSources.None,
        Cause = cause,
    };
}
