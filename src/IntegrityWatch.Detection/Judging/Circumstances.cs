using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Judging;

/// <summary>What is suspicious in itself: it is told whether or not its path and content are those of the baseline.</summary>
internal sealed class Circumstances(Policy policy, FindingMaker make)
{
    /// <summary>Its content is in a hash list; null where it is in none.</summary>
    public Finding? ListedContent(ObservedDigest seen) => policy.Indicators.Match(seen.Digest) is not { } indicator ? null
        : make.Finding(FindingKind.KnownBad, seen.Path, seen.Digest, "its content is in a list of known bad files") with
        {
            Rule = "hash-list",
            Explanation = indicator.Name.Length == 0 ? $"listed in {indicator.Source}" : $"listed in {indicator.Source} as {indicator.Name}",
        };

    /// <summary>Its path is an indicator of a threat group; null where it is none.</summary>
    public Finding? IndicatorPath(ObservedDigest seen)
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
    public Finding? OutOfPlace(ObservedDigest seen) => seen.Path.IsAbsolute ? SuspiciousLocation(seen) : Fileless(seen);

    /// <summary>It is not what its package installed there, whatever the baseline says; null where it is, or that is not known.</summary>
    public Finding? Mismatch(ObservedDigest seen) => seen.Package is { MatchesManifest: false }
        ? make.Finding(FindingKind.PackageMismatch, seen.Path, seen.Digest, "differs from what its package installed")
        : null;

    private Finding Fileless(ObservedDigest seen) =>
        make.Finding(FindingKind.Fileless, seen.Path, seen.Digest, seen.Path.Bytes.StartsWith("memfd:"u8)
            ? "runs from memory: it never was a file on disk"
            : "runs without a path: the kernel could not place it in the file system");

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
            Severity = masquerade is not null && masquerade.Severity > worst.Severity ? masquerade.Severity : worst.Severity,
            Rule = masquerade is null ? worst.Id : $"{worst.Id}+{masquerade.Id}",
            Techniques = make.Techniques(places.SelectMany(rule => rule.Techniques).Concat(masquerade?.Techniques ?? [])),
            Process = worst.Applies(seen.Path, seen.FirstProcess) ? seen.FirstProcess : seen.LatestProcess,
        };
    }
}
