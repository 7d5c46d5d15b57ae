using System.Globalization;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Reports;

/// <summary>A question about a history. What is left out limits nothing.</summary>
public sealed record HistoryQuestion
{
    private static readonly TechniqueTable Techniques = new();

    /// <summary>The files of these paths; null for all.</summary>
    public IReadOnlyList<HostPath>? Paths { get; init; }

    /// <summary>The files with one of these digests; null for all.</summary>
    public IReadOnlyList<Digest>? Digests { get; init; }

    /// <summary>The files with a digest that begins so; null for all.</summary>
    public DigestBeginning? DigestsThatBegin { get; init; }

    /// <summary>Only what is about paths of this pattern; what is about no path fits none.</summary>
    public GlobPattern? Pattern { get; init; }

    /// <summary>Only findings of this kind.</summary>
    public FindingKind? Kind { get; init; }

    /// <summary>Only findings that are this bad or worse.</summary>
    public Severity Least { get; init; }

    /// <summary>So many at most, the first in their order; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>An ATT&amp;CK technique's id: events alone, of it and of its sub-techniques, by whichever id a key names it.</summary>
    public string? Technique { get; init; }

    /// <summary>A name, or a number: of the user, the effective user or the login.</summary>
    public string? User { get; init; }

    /// <summary>Only what was seen then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>True where no more is asked than how bad it is.</summary>
    public bool IsOfAll => Kind is null && Pattern is null && Technique is null && User is null && Since is null;

    /// <summary>True where a finding is about what is asked for.</summary>
    public bool Concerns(Finding finding) =>
        (Kind is null || finding.Kind == Kind)
        && finding.Severity >= Least
        && IsOfPattern(finding.Path)
        && (Technique is not { } wanted || finding.Techniques.Any(technique => IsOf(technique.Id, wanted)))
        && Concerns(finding.Process)
        && !(finding.LastSeen < Since);

    /// <summary>Of what is open those that are asked for, in their order.</summary>
    public FindingSet Of(IReadOnlyList<Finding> open)
    {
        var fitting = open.Where(Concerns).ToList();
        var shown = new HashSet<Finding>(fitting.Take(Limit ?? int.MaxValue), ReferenceEqualityComparer.Instance);
        return new FindingSet(open, shown.Contains) { LeftOut = fitting.Count - shown.Count };
    }

    public HistoryAnswer Ask(IHistory history)
    {
        IReadOnlyList<DigestHistory> files = Technique is null ? [.. Files(history).Where(Concerns)] : [];
        IReadOnlyList<TechniqueEvent> events = Digests is null && DigestsThatBegin is null ? [.. Events(history)] : [];
        var most = Limit ?? int.MaxValue;
        var (firstFiles, firstEvents) = (files.Take(most).ToList(), events.Take(most - Math.Min(most, files.Count)).ToList());
        return new HistoryAnswer(firstFiles, firstEvents) { LeftOut = files.Count + events.Count - firstFiles.Count - firstEvents.Count };
    }

    private IEnumerable<DigestHistory> Files(IHistory history)
    {
        if (Paths is not null)
            return Paths.Select(path => DigestHistory.Of(history, path)).FirstOrDefault(found => found.Count > 0) ?? [];
        if (Digests is not null)
            return Digests.SelectMany(digest => DigestHistory.Of(history, digest));
        if (DigestsThatBegin is not null)
            return DigestHistory.Of(history, DigestsThatBegin);
        if (Pattern is not null)
            return DigestHistory.Of(history, Pattern);
        return history.AllObserved().Concat(history.AllElsewhere())
            .Select(seen => new DigestHistory
            {
                Path = seen.Path,
                Digest = seen.Digest,
                Observed = seen,
                Approval = seen.Realm != Realm.Host ? null : history.Approvals(seen.Path).FirstOrDefault(known => known.Digest.Equals(seen.Digest)),
            })
            .Where(Concerns)
            .OrderBy(file => file.Observed!.LastSeen)
            .ThenBy(file => file.Path)
            .ThenBy(file => file.Digest.ToString(), StringComparer.Ordinal)
            .ThenBy(file => file.Realm)
            .ThenBy(file => file.Container, StringComparer.Ordinal);
    }

    private IEnumerable<TechniqueEvent> Events(IHistory history) => history.Incidents()
        .Where(incident => incident.Key.Kind == FindingKind.Technique.Name())
        .Select(incident => new TechniqueEvent(Techniques.Find(incident.Key.Subject.Split(' ')[0]), incident))
        .Where(seen => Technique is not { } wanted || IsOf(seen.Technique.Id, wanted))
        .Where(seen => Paths is not { } paths || paths.Contains(seen.Incident.Key.Path))
        .Where(seen => IsOfPattern(seen.Incident.Key.Path))
        .Where(seen => Concerns(seen.Incident.Process) && !(seen.Incident.LastSeen < Since))
        .OrderBy(seen => seen.Incident.LastSeen)
        .ThenBy(seen => seen.Technique.Id, StringComparer.Ordinal)
        .ThenBy(seen => seen.Incident.Key.Path)
        .ThenBy(seen => seen.Incident.Key.Subject, StringComparer.Ordinal);

    private bool IsOfPattern(HostPath path) => Pattern is null || (!path.IsEmpty && Pattern.Matches(path.Bytes));

    private bool Concerns(DigestHistory file) =>
        IsOfPattern(file.Path)
        && (User is null || (file.Observed is { } seen && (Concerns(seen.FirstProcess) || Concerns(seen.LatestProcess))))
        && (Since is null || file.Observed?.LastSeen >= Since);

    private bool Concerns(ProcessInfo? process)
    {
        if (User is null)
            return true;
        if (process is null)
            return false;
        return process.User == User
            || (uint.TryParse(User, NumberStyles.None, null, out var id)
                && (process.Uid == id || process.Euid == id || process.Auid == id));
    }

    private static bool IsOf(string id, string wanted)
    {
        var technique = Techniques.Find(wanted).Id;
        return id == technique || id.StartsWith(technique + ".", StringComparison.Ordinal);
    }
}

/// <summary>What a history knows to a question.</summary>
/// <param name="Files">One digest of one path each.</param>
/// <param name="Events">What keyed audit rules saw, earliest first.</param>
public sealed record HistoryAnswer(IReadOnlyList<DigestHistory> Files, IReadOnlyList<TechniqueEvent> Events)
{
    /// <summary>How many more there are.</summary>
    public int LeftOut { get; init; }

    public bool IsEmpty => Files.Count == 0 && Events.Count == 0;
}

/// <summary>What keyed audit rules saw of one technique, object and actor.</summary>
public sealed record TechniqueEvent(Technique Technique, IncidentRecord Incident);

/// <summary>The first digits of a digest, as reports print them.</summary>
/// <param name="Algorithm">Null where any may be meant.</param>
/// <param name="Hex">In lower case.</param>
public sealed record DigestBeginning(string? Algorithm, string Hex)
{
    public bool IsOf(Digest digest) =>
        (Algorithm is null || digest.Algorithm == Algorithm)
        && Convert.ToHexStringLower(digest.Value).StartsWith(Hex, StringComparison.Ordinal);
}
