using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Judging;

/// <summary>What is suspicious in itself: it is told whether or not its path and content are those of the baseline.</summary>
/// <param name="policy">Which places, names and contents are bad.</param>
/// <param name="history">What was seen and approved before.</param>
/// <param name="contents">What it holds of a path and of a digest.</param>
/// <param name="make">Makes findings.</param>
internal sealed class Circumstances(Policy policy, IHistory history, KnownContents contents, FindingMaker make)
{
    public IEnumerable<Finding> Of(ObservedDigest seen) =>
        new[] { ListedContent(seen) ?? IndicatorPath(seen), OutOfPlace(seen), Mismatch(seen), UnknownModule(seen) }.OfType<Finding>();

    /// <summary>It is a kernel module that nobody vouches for; null where it is none.</summary>
    private Finding? UnknownModule(ObservedDigest seen) =>
        seen.HasNoPackage && ProgramFile.IsModule(seen.Path) && contents.ApprovalsOf(seen.Path).Count == 0
            ? make.Finding(FindingKind.UnknownModule, seen.Path, seen.Digest, "is a kernel module that no package owns and no generation holds")
            : null;

    /// <summary>Its content is in a hash list; null where it is in none.</summary>
    private Finding? ListedContent(ObservedDigest seen) => policy.Indicators.Match(seen.Digest) is not { } indicator ? null
        : make.Finding(FindingKind.KnownBad, seen.Path, seen.Digest, "its content is in a list of known bad files") with
        {
            Rule = "hash-list",
            Explanation = indicator.Name.Length == 0 ? $"listed in {indicator.Source}" : $"listed in {indicator.Source} as {indicator.Name}",
        };

    /// <summary>Its path is an indicator of a threat group; null where it is none.</summary>
    private Finding? IndicatorPath(ObservedDigest seen)
    {
        if (policy.Indicators.Match(seen.Path, ownedByPackage: seen.Package is not null) is not { } indicator)
            return null;
        var finding = make.Finding(FindingKind.KnownBad, seen.Path, seen.Digest, $"is an indicator of {indicator.Name}: {indicator.Note}");
        return finding with
        {
            Rule = $"indicator:{indicator.GroupId}",
            Techniques = indicator.Techniques.Count == 0 ? finding.Techniques : make.Techniques(indicator.Techniques),
            Explanation = indicator.Source is { } source ? $"named in {source}" : null,
        };
    }

    /// <summary>It runs from where no program should, whatever the baseline says; null where it does not.</summary>
    private Finding? OutOfPlace(ObservedDigest seen) => seen.Path.IsAbsolute ? SuspiciousLocation(seen) : Fileless(seen);

    /// <summary>It is not what its package installed there, whatever the baseline says; null where it is, or that is not known.</summary>
    private Finding? Mismatch(ObservedDigest seen) => seen.Package switch
    {
        null => null,
        { MatchesManifest: false } => make.Finding(FindingKind.PackageMismatch, seen.Path, seen.Digest, "differs from what its package installed"),
        { MatchesManifest: true } package when KnownPackages.ListWasChanged(package, history) => make.Finding(FindingKind.PackageMismatch, seen.Path, seen.Digest,
            "is what its package's own list says, and that list was changed: the same version had another one when it was captured"),
        _ => null,
    };

    /// <summary>
    /// In memory runs what is known under a path on disk, such as the copy of itself that runc starts: then it is told as that. What nobody
    /// knows is as bad as the kind is.
    /// </summary>
    private Finding Fileless(ObservedDigest seen)
    {
        var finding = make.Finding(FindingKind.Fileless, seen.Path, seen.Digest, seen.Path.Bytes.StartsWith("memfd:"u8)
            ? "runs from memory: it never was a file on disk"
            : "runs without a path: the kernel could not place it in the file system");
        var approved = contents.ApprovedWhenUsed(seen);
        var packaged = approved.IsEmpty ? contents.ExplainedOnDisk(seen) : null;
        return approved.IsEmpty && packaged is null ? finding : finding with
        {
            Severity = finding.Severity.AtMost(Severity.Low),
            Softened = true,
            Explanation = packaged is null ? $"it is a copy of {approved}, which is approved"
                : $"it is a copy of {packaged.Path}, which package {packaged.Package!.Name} {packaged.Package.Version} installed",
            // An approval that came later lowers nothing that was told.
            Explained = packaged is not null,
        };
    }

    private Finding? SuspiciousLocation(ObservedDigest seen)
    {
        var places = policy.Locations
            .Where(rule => rule.Applies(seen.Path, seen.FirstProcess) || rule.Applies(seen.Path, seen.LatestProcess)).ToList();
        if (places.Count == 0)
            return null;
        var worst = places.MaxBy(rule => rule.Severity)!;
        var masquerade = policy.Masquerades.FirstOrDefault(rule => rule.Applies(seen.Path));
        var finding = make.Finding(FindingKind.SuspiciousLocation, seen.Path, seen.Digest,
            masquerade is null ? worst.Message : $"{worst.Message}, and {masquerade.Message}");
        return finding with
        {
            Severity = worst.Severity.AtLeast(masquerade?.Severity ?? worst.Severity),
            Rule = masquerade is null ? worst.Id : $"{worst.Id}+{masquerade.Id}",
            Techniques = make.Techniques(places.SelectMany(rule => rule.Techniques).Concat(masquerade?.Techniques ?? [])),
            Process = worst.Applies(seen.Path, seen.FirstProcess) ? seen.FirstProcess : seen.LatestProcess,
        };
    }
}
