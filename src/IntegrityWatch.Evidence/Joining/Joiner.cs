using System.Runtime.InteropServices;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// Makes one observation of what all sources say of the same content of the same path. The log's uses come first, then the list's,
/// so that an entry is joined as it is read: the log's files are few and are kept, the list's entries are many and are not.
/// </summary>
/// <remarks>
/// Why it joins as it does:
/// <list type="bullet">
/// <item>By path and digest, never by time: the list bears none, and its entries come once a boot, the log's records at each use.</item>
/// <item>By the path as the list writes it, where a space is an underscore. So several true names can fit one entry, and nothing
/// says which is meant: the entry is joined to each of them that the log holds with its digest. To leave one out could hide a file;
/// to take one too many says no more than that a file which was used was measured.</item>
/// <item>The true name is the log's. Where the log is silent, an underscore may be a space, which the observation says.</item>
/// <item>Of several entries the latest stands: a file is entered again when its signature or its template is another.</item>
/// <item>What only the log tells of comes last, in the log's order: the list's order is the kernel's and holds for the rest.</item>
/// </list>
/// </remarks>
internal sealed class Joiner
{
    private readonly Dictionary<(HostPath Listed, Digest), List<LoggedFile>> logged = [];
    private readonly OrderedDictionary<(HostPath Path, Digest), Observation> observations = [];
    private readonly List<Incident> ofList = [];
    private readonly List<Incident> ofLog = [];
    private readonly OrderedDictionary<(EvidenceSources Source, FindingKind Kind, HostPath, string), Incident> counted = [];
    private readonly Dictionary<HostPath, Incident> loggedViolations = [];

    /// <summary>Of which boot the uses are that come in; the list is of the last. 0 for the earliest that is told of.</summary>
    public long Boot { get; set; }

    /// <summary>What the log tells of the last boot, in the kernel's order.</summary>
    public LoggedSequence Sequence { get; } = new();

    /// <summary>The lowest entry of the list that a record of its boot was joined with; null where none was.</summary>
    public long? FirstAudited { get; private set; }

    /// <summary>The rules of IMA that this boot's kernel took, as the host's log tells them; empty where it tells of none.</summary>
    public IReadOnlyList<string> PolicyRules { get; set; } = [];

    /// <summary>True from when the list was read to its end: what the log tells from then on came meanwhile.</summary>
    public bool IsListRead { get; set; }

    /// <summary>Takes a use: the log's before the first of the list's, and those that came meanwhile after the last.</summary>
    public void Add(in Use use)
    {
        if (use.Place.Source == EvidenceSources.Audit)
            AddLogged(use);
        else
            AddListed(use);
    }

    /// <summary>Takes what a source says besides, in whole.</summary>
    public void Add(Incident incident)
    {
        if (incident.Sources == EvidenceSources.Audit)
            ofLog.Add(incident);
        else
            ofList.Add(incident.Digest is { } digest ? WithProcess(incident, digest) : incident);
    }

    /// <summary>Takes one more occurrence of what a source says besides; its cause and its process are the latest one's.</summary>
    public void Count(Incident incident)
    {
        var key = (incident.Sources, incident.Kind, incident.Path, incident.Subject);
        counted[key] = counted.TryGetValue(key, out var known) ? incident with { Count = known.Count + incident.Count } : incident;
        if (incident is { Sources: EvidenceSources.Audit, Kind: FindingKind.Violation })
            loggedViolations[incident.Path.AsListed()] = incident;
    }

    /// <summary>True where the log tells of a file that the entry can mean.</summary>
    public bool IsLogged(in Use listed) => Find(listed.Path, listed.Digest).Length > 0;

    /// <summary>The observations of all realms: in the order of the list, then what only the log tells of, in its order.</summary>
    /// <param name="realms">Says whose each is; null where the records alone do.</param>
    /// <param name="contents">Adds what this boot's list says of who used it; null where nobody asks.</param>
    public IReadOnlyList<Observation> Observations(RealmFinder? realms = null, ListedContents? contents = null)
    {
        realms ??= new RealmFinder(disk: null, NoContainerRules.Instance);
        var files = logged.Values.SelectMany(found => found).ToList();
        var latestListed = LatestListed(files);
        foreach (var file in files.Where(file => !file.IsJoined))
            PutUnlisted(file, shouldBeListed: !file.IsLate && file.Boot == Boot
                && latestListed.TryGetValue(file.Sort, out var latest) && file.FirstInBoot.Serial < latest);
        foreach (var file in files)
        {
            // What came while the list was read can be of a file that was joined before.
            var seen = observations[(file.Path, file.Digest)] with { LastLogged = file.LatestPlace, FirstProcess = file.First, LatestProcess = file.Latest };
            observations[(file.Path, file.Digest)] = file.Origin is { } origin
                ? InRealm(seen, realms.Of(file.Path, file.Digest, origin, isListed: seen.ListEntry > 0))
                : seen;
        }
        if (contents is not null)
            Complete(files, contents);
        return [.. observations.Values];
    }

    /// <summary>The list is of the last boot that the log tells of: of processes of earlier ones it says nothing.</summary>
    private void Complete(List<LoggedFile> files, ListedContents contents)
    {
        var ofBoot = files.Where(file => file.Boot == Boot && file.Origin is null).ToList();
        foreach (var process in ofBoot.SelectMany(file => new[] { file.First, file.Latest }).Concat(ofLog.Select(incident => incident.Process).OfType<ProcessInfo>()))
            contents.Want(process);
        contents.Learn(observations.Values);
        foreach (var file in ofBoot)
        {
            var seen = observations[(file.Path, file.Digest)];
            var (first, latest) = (file.FirstPlace.Boot == Boot ? contents.Complete(file.First) : file.First, contents.Complete(file.Latest));
            if (!ReferenceEquals(first, file.First) || !ReferenceEquals(latest, file.Latest))
                observations[(file.Path, file.Digest)] = seen with { FirstProcess = first, LatestProcess = latest };
        }
        for (var i = 0; i < ofLog.Count; i++)
            if (ofLog[i] is { Process: { } process, Logged: { } place } && place.Boot == Boot)
                ofLog[i] = ofLog[i] with { Process = contents.Complete(process) };
    }

    /// <summary>That the list lacks a use is held against it where it is the host's.</summary>
    private static Observation InRealm(Observation seen, WhoseUse whose) => whose.Realm == Realm.Host ? seen : seen with
    {
        Realm = whose.Realm,
        Container = whose.Container,
        IsProven = whose.IsProven,
        Image = whose.Image,
        CameLater = whose.CameLater,
        IsOtherInImage = whose.IsOtherInImage,
        ShouldBeListed = false,
    };

    /// <summary>What came while the list was read can be in it all the same.</summary>
    private void PutUnlisted(LoggedFile file, bool shouldBeListed)
    {
        var listedKey = (file.Path.AsListed(), file.Digest);
        if (!observations.TryGetValue(listedKey, out var listed) || listed.Sources != EvidenceSources.Ima)
        {
            Put(file, EvidenceSources.Audit, listed: null, shouldBeListed);
            return;
        }
        observations.Remove(listedKey);
        Put(file, EvidenceSources.Ima | EvidenceSources.Audit, listed: null);
        observations[(file.Path, file.Digest)] = observations[(file.Path, file.Digest)] with { ListEntry = listed.ListEntry, SignedBy = listed.SignedBy, SignatureExplains = listed.SignatureExplains, IsCarried = listed.IsCarried };
    }

    /// <summary>
    /// The list's own faults; violations and what could not be hashed, by the list's word with the log's cause; violations of which only
    /// the log tells, for their list may have gone with a reboot; failed appraisals; and what else the log tells.
    /// </summary>
    public IReadOnlyList<Incident> Incidents() =>
    [
        .. ofList,
        .. Counted(EvidenceSources.Ima).Select(WithCause),
        .. LoggedViolations(),
        .. Counted(EvidenceSources.Audit).Where(incident => incident.Kind != FindingKind.Violation),
        .. ofLog,
    ];

    private IEnumerable<Incident> LoggedViolations()
    {
        var listed = Counted(EvidenceSources.Ima).Where(incident => incident.Kind == FindingKind.Violation).Select(incident => incident.Path).ToHashSet();
        return Counted(EvidenceSources.Audit).Where(incident => incident.Kind == FindingKind.Violation && !listed.Contains(incident.Path.AsListed()));
    }

    private IEnumerable<Incident> Counted(EvidenceSources source) =>
        counted.Where(incident => incident.Key.Source == source).Select(incident => incident.Value);

    private void AddLogged(in Use use)
    {
        Sequence.Add(Boot, use.Path, use.Digest, use.Place.Number);
        var key = (use.Path.AsListed(), use.Digest);
        if (!logged.TryGetValue(key, out var found))
            logged[key] = found = new List<LoggedFile>(1);
        foreach (var known in found)
            if (known.Path == use.Path)
            {
                known.Add(use);
                return;
            }
        found.Add(new LoggedFile(use) { IsLate = IsListRead });
    }

    private void AddListed(in Use use)
    {
        var found = Find(use.Path, use.Digest);
        foreach (var file in found)
        {
            Put(file, EvidenceSources.Ima | EvidenceSources.Audit, use);
            if (file.Boot == Boot && !use.IsCarried)
                FirstAudited = Math.Min(FirstAudited ?? long.MaxValue, use.Place.Number);
        }
        if (found.IsEmpty)
            observations[(use.Path, use.Digest)] = new Observation
            {
                Path = use.Path,
                Digest = use.Digest,
                Sources = EvidenceSources.Ima,
                PathMayHoldSpaces = use.Path.Bytes.Contains((byte)'_'),
                ListEntry = use.Place.Number,
                IsCarried = use.IsCarried,
                SignedBy = use.SignedBy,
                SignatureExplains = use.SignatureExplains,
            };
    }

    private void Put(LoggedFile file, EvidenceSources sources, in Use? listed, bool shouldBeListed = false)
    {
        file.IsJoined = true;
        observations[(file.Path, file.Digest)] = new Observation
        {
            Path = file.Path,
            Digest = file.Digest,
            Sources = sources,
            ListEntry = listed?.Place.Number ?? 0,
            IsCarried = listed?.IsCarried == true,
            ShouldBeListed = shouldBeListed,
            SignedBy = listed?.SignedBy,
            SignatureExplains = listed?.SignatureExplains == true,
            LastLogged = file.LatestPlace,
            FirstProcess = file.First,
            LatestProcess = file.Latest,
        };
    }

    /// <summary>The files that an entry may mean; the true names of more than one can look alike in the list.</summary>
    private ReadOnlySpan<LoggedFile> Find(HostPath listed, Digest digest) =>
        logged.TryGetValue((listed, digest), out var found) ? CollectionsMarshal.AsSpan(found) : default;

    /// <summary>
    /// When this boot's list was last seen to grow by a use of each sort. What the log tells of before, and the list does not hold,
    /// is missing from it. A sort stands for what an IMA policy can choose by: where one use of it was measured, an earlier one was
    /// too, and of a later one the entry may not have been there yet when the list was read.
    /// </summary>
    private Dictionary<UseSort, uint> LatestListed(IEnumerable<LoggedFile> files)
    {
        var latest = new Dictionary<UseSort, uint>();
        foreach (var file in files.Where(file => file.IsJoined && file.Boot == Boot))
            latest[file.Sort] = Math.Max(latest.GetValueOrDefault(file.Sort), file.FirstInBoot.Serial);
        return latest;
    }

    private Incident WithProcess(Incident incident, Digest digest) =>
        Find(incident.Path, digest) is [var file, ..]
            ? incident with { Path = file.Path, Sources = incident.Sources | EvidenceSources.Audit, Process = file.First }
            : incident;

    /// <summary>The list counts violations and says nothing of them; the log says why the latest one was, by whom, and its true name.</summary>
    private Incident WithCause(Incident listed) =>
        listed.Kind == FindingKind.Violation && loggedViolations.TryGetValue(listed.Path, out var told)
            ? listed with { Path = told.Path, Sources = listed.Sources | EvidenceSources.Audit, Cause = told.Cause, Logged = told.Logged, Process = told.Process }
            : listed;
}
