using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Judging;

/// <summary>What is told of a use by comparison with the baseline.</summary>
/// <param name="contents">What the history holds of the path and of the digest.</param>
internal sealed class Drift(Policy policy, IHistory history, KnownContents contents, FindingMaker make)
{
    public IEnumerable<Finding> Of(ObservedDigest seen, Approval? approval, IReadOnlyList<Approval> approvals)
    {
        var explanation = PackageExplanation.Of(seen, history, approvals, contents.IsKnownScript);
        // Of a copy, an old version or a place a signature says nothing.
        var explained = explanation is { Accounts: true } ? explanation : PackageExplanation.OfSignature(seen, history, approvals) ?? explanation;
        if (approval is not null && approval.SupersededIn > seen.UsedIn)
            yield break;
        if (approval is not null && seen.IsInitramfsCopy)
            yield return make.Finding(FindingKind.RevertedFile, seen.Path, seen.Digest,
                $"the initramfs still holds an old version, which was used before the disk was there: generation {approval.SupersededIn} had moved on from it") with
            {
                Severity = LowOf(FindingKind.RevertedFile),
                Rule = FindingKinds.InitramfsRule,
                Softened = true,
                Process = seen.LatestProcess,
            };
        else if (approval is not null)
        {
            var late = MayBeLate(approval, seen) ? "the capture" : WasUsedBefore(approval, seen) ? "what was imported was made" : null;
            // Whoever used it first did so while it was approved.
            yield return make.Finding(FindingKind.RevertedFile, seen.Path, seen.Digest,
                $"an old version came back: generation {approval.SupersededIn} had moved on from it") with
            {
                Softened = late is not null,
                Severity = late is not null ? LowOf(FindingKind.RevertedFile) : policy.For(FindingKind.RevertedFile).Severity,
                Process = seen.LatestProcess,
                Explanation = late is not null
                    ? $"by its time it was used before {late}, and its record was read after it; whoever sets the clock can make that so"
                    : explanation?.Text,
            };
        }
        else if (approvals.Count == 0)
            yield return Explained(make.Finding(FindingKind.NewFile, seen.Path, seen.Digest, "was used, and no generation holds its path"), explained);
        else
            yield return Explained(make.Finding(FindingKind.AlteredFile, seen.Path, seen.Digest,
                $"its content is not what generation {LatestApproval(approvals)} approved"), explained);

        if (contents.SameDigestAs(seen).Count > 0)
        {
            var copied = make.Finding(FindingKind.CopiedFile, seen.Path, seen.Digest, "is a copy of a program that is approved elsewhere");
            yield return Explained(policy.IsUserWritable(seen.Path) ? copied with { Severity = copied.Severity.AtLeast(Severity.High) } : copied, explanation);
        }
    }

    /// <summary>
    /// An imported generation brings digests that the path had moved on from before this history began, and the log may tell of
    /// uses from that time. Where it tells of a later use of what is approved, it may be that nothing came back.
    /// </summary>
    private bool WasUsedBefore(Approval superseded, ObservedDigest seen) =>
        history.Generations.FirstOrDefault(generation => generation.Number == superseded.SupersededIn)
            is { Origin: GenerationOrigin.Import } import
        && seen.LastSeen <= import.EvidenceAt
        && contents.Others(seen).Exists(other => seen.LastLogged is { } place && other.LastLogged is { } later && place.IsBefore(later)
            && contents.IsApproved(other));

    /// <summary>Only of what the capture itself moved on from that it may have come before. A later one changes nothing about that.</summary>
    private static bool MayBeLate(Approval superseded, ObservedDigest seen) => seen.MayBeLate && superseded.SupersededIn == seen.UsedIn;

    private Severity LowOf(FindingKind kind) => policy.For(kind).Severity.AtMost(Severity.Low);

    /// <summary>What a package accounts for is told all the same, and is no alarm and no technique.</summary>
    private Finding Explained(Finding finding, PackageExplanation? explanation) => explanation is null ? finding : finding with
    {
        Explanation = explanation.Text,
        Explained = explanation.Accounts,
        Severity = explanation.Accounts ? policy.AsExplained(finding.Severity) : finding.Severity,
        Techniques = explanation.Accounts ? [] : finding.Techniques,
    };

    private static int LatestApproval(IReadOnlyList<Approval> approvals) => approvals.Max(known => known.Generation);
}
