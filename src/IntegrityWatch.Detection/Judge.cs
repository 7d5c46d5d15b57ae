using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection;

/// <summary>
/// Says what an observation means, from the policy and from what the history holds of the path and of the digest.
/// The same history and the same policy always give the same findings.
/// </summary>
public sealed class Judge
{
    private const int MostSameDigestPaths = 20;

    private readonly Policy policy;
    private readonly IHistory history;
    private readonly ObservationRecorder? look;
    private readonly TechniqueTable techniques = new();

    // A digest may have thousands of paths, as that of nothing has, and be asked for with each of them.
    private readonly Dictionary<Digest, HostPath[]> approvedWith = [];

    /// <param name="look">What a look at the host adds to the history; null where there is none.</param>
    public Judge(Policy policy, IHistory history, ObservationRecorder? look = null) =>
        (this.policy, this.history, this.look) = (policy, history, look);

    public bool IsApproved(ObservedDigest seen) => ApprovalOf(seen, ApprovalsOf(seen.Path)) is { IsSuperseded: false };

    /// <summary>Nothing where the digest is approved for the path, unless a list names it.</summary>
    public IReadOnlyList<Finding> Of(ObservedDigest seen)
    {
        var approvals = ApprovalsOf(seen.Path);
        var approval = ApprovalOf(seen, approvals);
        var findings = new List<Finding>(3);
        if (KnownBad(seen) is { } knownBad)
            findings.Add(knownBad);
        if (approval is { IsSuperseded: false })
            return Together(seen, approvals, findings);

        if (OutOfPlace(seen) is { } outOfPlace)
            findings.Add(outOfPlace);
        if (Mismatch(seen) is { } mismatch)
            findings.Add(mismatch);
        if (seen.Path.IsAbsolute && history.Generations.Count > 0 && !seen.Noted)
            findings.AddRange(Drift(seen, approval, approvals));
        return Together(seen, approvals, findings);
    }

    /// <summary>
    /// Its content is in a list, whether or not somebody approved it before; or its path is an indicator, and nobody approved it there.
    /// Null where neither is so.
    /// </summary>
    public Finding? KnownBad(ObservedDigest seen) =>
        ListedContent(seen) ?? (IndicatorPath(seen) is { } indicator && !IsApproved(seen) ? indicator : null);

    /// <summary>Its content is in a hash list; null where it is in none.</summary>
    public Finding? ListedContent(ObservedDigest seen) => policy.Indicators.Match(seen.Digest) is not { } indicator ? null
        : Make(FindingKind.KnownBad, seen.Path, seen.Digest, "its content is in a list of known bad files") with
        {
            Rule = "hash-list",
            Explanation = indicator.Name.Length == 0 ? $"listed in {indicator.Source}" : $"listed in {indicator.Source} as {indicator.Name}",
        };

    /// <summary>It runs from where no program should, whatever the baseline says; null where it does not.</summary>
    public Finding? OutOfPlace(ObservedDigest seen) => seen.Path.IsAbsolute ? SuspiciousLocation(seen) : Fileless(seen);

    /// <summary>It is not what its package installed there, whatever the baseline says; null where it is, or nobody can tell.</summary>
    public Finding? Mismatch(ObservedDigest seen) => seen.Package is { MatchesManifest: false }
        ? Make(FindingKind.PackageMismatch, seen.Path, seen.Digest, "differs from what its package installed")
        : null;

    public Finding Of(IncidentRecord incident)
    {
        var (name, path, subject) = incident.Key;
        var kind = FindingKindNames.Parse(name) ?? throw new InvalidOperationException($"no kind of finding is named {name}");
        var finding = kind == FindingKind.Technique
            ? OfTechnique(incident)
            : Make(kind, path, incident.Digest, kind.Facts().Message(incident.Cause));
        return finding with
        {
            Id = FindingId.Of(kind, path, subject),
            Subject = subject,
            Sources = incident.Sources,
            FirstSeen = incident.FirstSeen,
            LastSeen = incident.LastSeen,
            Process = incident.Process,
        };
    }

    /// <summary>Nothing has been captured yet.</summary>
    public Finding NoBaseline() =>
        Make(FindingKind.NoBaseline, default, digest: null, "nothing has been captured yet, so nothing can be told new or altered");

    /// <summary>The baseline knows files only by digests of other algorithms, which are not compared.</summary>
    public Finding NoBaselineIn(string algorithm) =>
        Make(FindingKind.NoBaseline, default, new Digest(algorithm, []),
            "files are measured with another algorithm than the baseline holds, and were not compared");

    /// <summary>
    /// True where the path is approved, but only with digests of other algorithms: neither altered nor the same.
    /// </summary>
    public bool IsIncomparable(ObservedDigest seen)
    {
        var approvals = ApprovalsOf(seen.Path);
        return !seen.Noted && approvals.Count > 0
            && approvals.All(known => known.Digest.Algorithm != seen.Digest.Algorithm);
    }

    private IEnumerable<Finding> Drift(ObservedDigest seen, Approval? approval, IReadOnlyList<Approval> approvals)
    {
        var explanation = PackageExplanation.Of(seen, history, isKnownPath: approvals.Count > 0);
        if (approval is not null && WasUsedBefore(approval, seen))
            yield break;
        if (approval is not null)
            // Whoever used it first did so while it was approved.
            yield return Make(FindingKind.RevertedFile, seen.Path, seen.Digest,
                $"an old version came back: generation {approval.SupersededIn} had moved on from it") with
            {
                Process = seen.LatestProcess,
                Explanation = explanation?.Text,
            };
        else if (approvals.Count == 0)
            yield return Explained(Make(FindingKind.NewFile, seen.Path, seen.Digest, "was used, and no generation holds its path"), explanation);
        else if (approvals.Any(known => known.Digest.Algorithm == seen.Digest.Algorithm))
            yield return Explained(Make(FindingKind.AlteredFile, seen.Path, seen.Digest,
                $"its content is not what generation {LatestApproval(approvals)} approved"), explanation);

        if (approvals.Count == 0 && seen.HasNoPackage && ProgramFile.IsModule(seen.Path))
            yield return Make(FindingKind.UnknownModule, seen.Path, seen.Digest, "is a kernel module that no package owns and no generation holds");

        if (approval is null && SameDigestAs(seen).Count > 0)
        {
            var copied = Make(FindingKind.CopiedFile, seen.Path, seen.Digest, "is a copy of a program that is approved elsewhere");
            var reachable = policy.IsUserWritable(seen.Path) && copied.Severity < Severity.High;
            yield return Explained(reachable ? copied with { Severity = Severity.High } : copied, explanation);
        }
    }

    /// <summary>
    /// An imported generation brings digests that the path had moved on from before this history began, and the log may tell of
    /// uses from that time. Where it tells of a later use of what is approved, nothing came back.
    /// </summary>
    private bool WasUsedBefore(Approval superseded, ObservedDigest seen) =>
        history.Generations.FirstOrDefault(generation => generation.Number == superseded.SupersededIn)
            is { Origin: GenerationOrigin.Import } import
        && seen.LastAudited <= import.EvidenceAt
        && Others(seen).Exists(other => other.LastAudited > seen.LastAudited && IsApproved(other));

    /// <summary>What else the path was seen with.</summary>
    private List<ObservedDigest> Others(ObservedDigest seen) =>
        [.. (look?.Observed(seen.Path) ?? history.Observed(seen.Path)).Where(other => !other.Digest.Equals(seen.Digest))];

    /// <summary>What a package accounts for is told all the same, and is no alarm.</summary>
    private static Finding Explained(Finding finding, PackageExplanation? explanation) => explanation is null ? finding : finding with
    {
        Explanation = explanation.Text,
        Severity = explanation.Accounts && finding.Severity > Severity.Low ? Severity.Low : finding.Severity,
    };

    private Finding OfTechnique(IncidentRecord incident)
    {
        var words = incident.Key.Subject.Split(' ');
        var technique = techniques.Find(words[0]);
        var rule = policy.TechniqueRules
            .Where(rule => rule.Applies(technique.Id, incident.Key.Path, incident.Process))
            .MaxBy(rule => rule.Severity);
        var what = rule?.Message ?? $"an audit rule's key names it: {technique.Name}";
        var failed = words.Contains("failed") ? "; the attempt failed" : "";
        var often = incident.Count == 1 ? "" : $"; seen {incident.Count} times";
        var finding = Make(FindingKind.Technique, incident.Key.Path, incident.Digest, $"{what}{failed}{often}");
        return finding with
        {
            Severity = rule?.Severity ?? finding.Severity,
            Rule = rule?.Id ?? finding.Rule,
            Techniques = [technique],
        };
    }

    private Finding? IndicatorPath(ObservedDigest seen)
    {
        if (policy.Indicators.Match(seen.Path, ownedByPackage: seen.Package is not null) is not { } indicator)
            return null;
        var finding = Make(FindingKind.KnownBad, seen.Path, seen.Digest, $"is an indicator of {indicator.Name}: {indicator.Note}");
        return finding with
        {
            Rule = $"indicator:{indicator.GroupId}",
            Techniques = indicator.Techniques.Count == 0 ? finding.Techniques : techniques.Find(indicator.Techniques),
            Explanation = indicator.Source is { } source ? $"named in {source}" : null,
        };
    }

    private Finding Fileless(ObservedDigest seen) =>
        Make(FindingKind.Fileless, seen.Path, seen.Digest, seen.Path.Bytes.StartsWith("memfd:"u8)
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
        var finding = Make(FindingKind.SuspiciousLocation, seen.Path, seen.Digest,
            masquerade is null ? worst.Message : $"{worst.Message}, and {masquerade.Message}");
        return finding with
        {
            Severity = masquerade is not null && masquerade.Severity > worst.Severity ? masquerade.Severity : worst.Severity,
            Rule = masquerade is null ? worst.Id : $"{worst.Id}+{masquerade.Id}",
            Techniques = techniques.Find(places.SelectMany(rule => rule.Techniques).Concat(masquerade?.Techniques ?? [])),
            Process = worst.Applies(seen.Path, seen.FirstProcess) ? seen.FirstProcess : seen.LatestProcess,
        };
    }

    private Finding Make(FindingKind kind, HostPath path, Digest? digest, string message)
    {
        var rule = policy.For(kind);
        return new Finding
        {
            Id = FindingId.Of(kind, path, digest),
            Kind = kind,
            Severity = rule.Severity,
            Path = path,
            Digest = digest,
            Techniques = techniques.Find(rule.Techniques),
            Rule = kind.Name(),
            Message = message,
        };
    }

    /// <summary>Adds to each finding of one story what they share.</summary>
    private List<Finding> Together(ObservedDigest seen, IReadOnlyList<Approval> approvals, List<Finding> findings)
    {
        if (findings.Count == 0)
            return [];
        var others = Others(seen);
        var known = KnownBefore(others, [.. approvals.Where(known => !known.Digest.Equals(seen.Digest))]);
        var sameDigestAs = SameDigestAs(seen);
        var ambiguous = others.Exists(other => MayBeAnotherFile(seen, other) && !approvals.Any(known => known.Digest.Equals(other.Digest)));
        return findings.ConvertAll(finding => finding with
        {
            Known = known,
            SameDigestAs = sameDigestAs,
            // A package that brought it says that it was rewritten.
            Ambiguous = ambiguous && finding.Kind.IsDrift() && seen.Package?.MatchesManifest != true,
            SignedBy = seen.SignedBy,
            Package = seen.Package,
            Sources = seen.Sources,
            FirstSeen = seen.FirstSeen,
            LastSeen = seen.LastSeen,
            Process = finding.Process ?? seen.FirstProcess,
            Related = [.. findings.Select(other => other.Id).Where(id => id != finding.Id).Order(StringComparer.Ordinal)],
        });
    }

    /// <summary>
    /// One boot measured the path with both digests, and nothing says that the one was written over the other: in the list a
    /// container's file and the host's bear the same name. Uses of the one that all came before any of the other say so.
    /// </summary>
    private static bool MayBeAnotherFile(ObservedDigest seen, ObservedDigest other) =>
        seen.Digest.Algorithm == other.Digest.Algorithm
        && seen.Boots.Count > 0 && other.Boots.Contains(seen.Boots[^1])
        && !(seen.LastAudited < other.FirstProcess?.Time || other.LastAudited < seen.FirstProcess?.Time);

    private static IReadOnlyList<KnownDigest> KnownBefore(List<ObservedDigest> others, IReadOnlyList<Approval> approvals)
    {
        var approved = approvals.Select(known =>
        {
            var observed = others.Find(other => other.Digest.Equals(known.Digest));
            return new KnownDigest
            {
                Digest = known.Digest,
                State = known.IsSuperseded ? KnownState.Superseded : KnownState.Approved,
                Generation = known.Generation,
                FirstSeen = observed?.FirstSeen,
                LastSeen = observed?.LastSeen,
            };
        });
        var unapproved = others.Where(other => !approvals.Any(known => known.Digest.Equals(other.Digest)))
            .Select(other => new KnownDigest
            {
                Digest = other.Digest,
                State = KnownState.Observed,
                FirstSeen = other.FirstSeen,
                LastSeen = other.LastSeen,
            });
        return [.. approved.Concat(unapproved).OrderBy(known => known.FirstSeen).ThenBy(known => known.Digest.Hex, StringComparer.Ordinal)];
    }

    private IReadOnlyList<HostPath> SameDigestAs(ObservedDigest seen)
    {
        if (!approvedWith.TryGetValue(seen.Digest, out var paths))
            approvedWith[seen.Digest] = paths = [.. history.Approvals(seen.Digest)
                .Where(known => !known.IsSuperseded)
                .Select(known => known.Path)
                .Distinct()
                .Order()
                .Take(MostSameDigestPaths + 1)];
        return [.. paths.Where(path => path != seen.Path).Take(MostSameDigestPaths)];
    }

    private Approval? ApprovalOf(ObservedDigest seen, IReadOnlyList<Approval> approvals) =>
        approvals.FirstOrDefault(known => known.Digest.Equals(seen.Digest)) ?? UnderItsTrueName(seen);

    private IReadOnlyList<Approval> ApprovalsOf(HostPath path)
    {
        var approvals = history.Approvals(path);
        if (approvals.Count > 0)
            return approvals;
        // A generation made without the audit log knows the path as the list shows it.
        var listed = path.AsListed();
        return listed == path ? approvals : [.. history.Approvals(listed).Where(known => known.PathMayHoldSpaces)];
    }

    /// <summary>
    /// Where only the list tells of a file, a space of its name is an underscore, and it may be a file that is approved by its true name.
    /// </summary>
    private Approval? UnderItsTrueName(ObservedDigest seen) => seen.PathMayHoldSpaces
        ? history.Approvals(seen.Digest).Where(known => known.Path.AsListed() == seen.Path).OrderBy(known => known.IsSuperseded).FirstOrDefault()
        : null;

    private static int LatestApproval(IReadOnlyList<Approval> approvals) => approvals.Max(known => known.Generation);
}
