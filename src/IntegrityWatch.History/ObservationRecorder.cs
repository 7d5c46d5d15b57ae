using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History;

/// <summary>
/// Writes what one look at the host brought into its history, and tells what of it is new. Sources are read on from where they were
/// read to, so what they give is new; only where a place was lost, what is read again is told from what is new: by the list and the
/// entry, and by the log's latest record of it. What cannot be told apart is new. No time decides: clocks step back.
/// </summary>
public sealed class ObservationRecorder
{
    private readonly IHistoryUpdate history;
    private readonly string listId;
    private readonly DateTimeOffset takenAt;
    private readonly HashSet<(HostPath Path, Digest Digest)> newKeys = [];
    private readonly List<(HostPath Listed, HostPath True, Digest Digest)> renamed = [];
    private readonly HashSet<IncidentKey> incidents = [];
    private readonly HashSet<IncidentKey> holding = [];
    private readonly HashSet<(HostPath, Digest, Realm, string?)> newElsewhere = [];
    private readonly List<(HostPath Path, Digest Digest)> movedAway = [];

    private readonly IReadOnlyList<LogPlace> passed;
    private Lazy<ILookup<(HostPath, Digest), (HostPath Path, Digest, Realm, string?)>>? carriedNames;

    /// <param name="history">What is known, and where it is written.</param>
    /// <param name="listId">Which list was read.</param>
    /// <param name="takenAt">When the evidence was taken.</param>
    /// <param name="passed">See <see cref="AuditSummary.PassedCapture"/>.</param>
    public ObservationRecorder(IHistoryUpdate history, string listId, DateTimeOffset takenAt, IReadOnlyList<LogPlace>? passed = null)
    {
        this.passed = passed ?? [];
        this.history = history;
        this.listId = listId;
        this.takenAt = takenAt;
    }

    /// <summary>Everything that was new, as it is known by now, in the order in which it was recorded.</summary>
    public IEnumerable<ObservedDigest> NewObservations => history.AllPutObserved().Where(IsNew);

    /// <summary>Everything that was ever seen, what is new last; streams.</summary>
    public IEnumerable<ObservedDigest> Known => history.AllObserved().Where(seen => !IsNew(seen)).Concat(NewObservations);

    /// <summary>What was known by the name in the list alone, and has its true name by now.</summary>
    public IReadOnlyList<(HostPath Listed, HostPath True, Digest Digest)> Renamed => renamed;

    /// <summary>What was new of other realms than the host's.</summary>
    public IEnumerable<ObservedDigest> NewElsewhere =>
        history.AllPutElsewhere().Where(seen => newElsewhere.Contains((seen.Path, seen.Digest, seen.Realm, seen.Container)));

    /// <summary>What was the host's by the list's word alone, and is another realm's by now.</summary>
    public IReadOnlyList<(HostPath Path, Digest Digest)> MovedAway => movedAway;

    /// <summary>The incidents that were added to.</summary>
    public IEnumerable<IncidentRecord> NewIncidents => incidents.Select(history.Incident).OfType<IncidentRecord>();

    /// <summary>True where this look told of it, new or not: what caused it still holds.</summary>
    public bool Holds(IncidentKey incident) => holding.Contains(incident);

    /// <summary>True where this look brought a use of it.</summary>
    public bool IsNew(ObservedDigest seen) => newKeys.Contains((seen.Path, seen.Digest));

    public void Record(Observation seen)
    {
        if (seen.IsCarried && Carry(seen) && seen.Sources == EvidenceSources.Ima)
            return;
        var host = seen.Realm == Realm.Host ? null : history.Observed(seen.Path, seen.Digest) ?? history.Observed(seen.Path.AsListed(), seen.Digest);
        if (seen.Realm == Realm.Host || IsHosts(seen, host))
            Record(seen with { Realm = Realm.Host, Container = null, Image = null, CameLater = false, IsOtherInImage = false }, FindKnown(seen));
        else
            Record(seen, history.Elsewhere(seen.Path, seen.Digest, seen.Realm, seen.Container) ?? host);
    }

    /// <summary>
    /// Where one use of a content at its path was the host's, all are. What only the list told of goes over to the container that a
    /// later record names, where the disk agrees; to be called a container's by a label alone is less than that, and told as such.
    /// </summary>
    private bool IsHosts(Observation seen, ObservedDigest? host)
    {
        if (host is null)
            return false;
        if (host.Sources != EvidenceSources.Ima || !(seen.IsProven || seen.Realm == Realm.Claimed))
            return true;
        history.Remove(host);
        newKeys.Remove((host.Path, host.Digest));
        movedAway.Add((host.Path, host.Digest));
        return false;
    }

    private void Record(Observation seen, ObservedDigest? known)
    {
        var listed = IsListedNews(seen, known);
        var logged = IsLoggedNews(seen, known);
        var onDisk = seen.Sources == EvidenceSources.Disk && known?.LiesOnDisk != true;
        if (!listed && !logged && !onDisk)
        {
            Complete(known, seen);
            return;
        }
        if (seen.ShouldBeListed && known?.IsHeldBy(listId) != true && !WasListedElsewhere(seen))
            Record(new Incident
            {
                Kind = FindingKind.EvidenceGap,
                Gap = EvidenceGapCause.ListLacksUse,
                Path = seen.Path,
                Subject = seen.Digest.ToString(),
                Digest = seen.Digest,
                Sources = EvidenceSources.Audit,
                Cause = "the audit log tells of its use in this boot, and the measurement list, which tells of later ones, does not",
                Logged = seen.LastLogged,
                Process = seen.LatestProcess,
            });

        var firstUse = seen.FirstProcess?.Time ?? takenAt;
        var lastUse = seen.LatestProcess?.Time ?? takenAt;
        var isLatest = logged && !(seen.LastLogged is { } place && known?.LastLogged is { } latest && place.IsBefore(latest));
        var isLate = !listed && IsLate(seen);
        var record = new ObservedDigest
        {
            Path = seen.Path,
            Digest = seen.Digest,
            Sources = seen.Sources | (known?.Sources ?? EvidenceSources.None),
            Realm = seen.Realm,
            Container = seen.Container,
            Image = seen.Image ?? known?.Image,
            CameLater = seen.CameLater || known?.CameLater == true,
            IsOtherInImage = seen.IsOtherInImage || known?.IsOtherInImage == true,
            FirstSeen = Earlier(known?.FirstSeen, firstUse),
            LastSeen = Later(known?.LastSeen, lastUse),
            Boots = listed && known?.Boots.Contains(listId) != true ? [.. known?.Boots ?? [], listId] : known?.Boots ?? [],
            BootsLeftOut = known?.BootsLeftOut ?? 0,
            BootsUncounted = known?.BootsUncounted == true,
            ListEntry = listed ? seen.ListEntry : known?.ListEntry ?? 0,
            SignedBy = seen.SignedBy ?? known?.SignedBy,
            SignatureExplains = seen.SignedBy is null ? known?.SignatureExplains == true : seen.SignatureExplains,
            FirstProcess = known?.FirstProcess ?? seen.FirstProcess,
            LatestProcess = isLatest ? seen.LatestProcess ?? known?.LatestProcess : known?.LatestProcess,
            LastLogged = isLatest ? seen.LastLogged ?? known?.LastLogged : known?.LastLogged,
            Package = known?.Package,
            HasNoPackage = known?.HasNoPackage == true,
            PathMayHoldSpaces = seen.PathMayHoldSpaces && known?.PathMayHoldSpaces != false,
            Twin = known?.Twin,
            IsData = known?.IsData == true,
            MayBeLate = isLate && (known is null || known.MayBeLate || known.UsedIn < GenerationOf(seen.LastLogged)),
            UsedIn = Math.Max(known?.UsedIn ?? 0, GenerationOf(seen.LastLogged)),
            LiesOnDisk = onDisk || known?.LiesOnDisk == true,
            CarriedTo = seen.IsCarried ? listId : known?.CarriedTo,
        };
        history.Put(record);
        if (record.Realm == Realm.Host)
            newKeys.Add((record.Path, record.Digest));
        else
            newElsewhere.Add((record.Path, record.Digest, record.Realm, record.Container));
    }

    /// <summary>The entry was read as a container's: the list does not repeat it where the host comes to use the same content.</summary>
    private bool WasListedElsewhere(Observation seen) =>
        history.Elsewhere(seen.Path).Any(other => other.Digest.Equals(seen.Digest) && other.IsHeldBy(listId));

    /// <summary>
    /// What a kexec carried here was read in the boot that it is of: it is no use, of whomever and under whichever true name it was known. False
    /// where nothing is known that it can mean.
    /// </summary>
    private bool Carry(Observation seen)
    {
        var known = CarriedNames.Value[(seen.Path.AsListed(), seen.Digest)].ToList();
        foreach (var (path, digest, realm, container) in known)
            if ((realm == Realm.Host ? history.Observed(path, digest) : history.Elsewhere(path, digest, realm, container)) is { } record && record.CarriedTo != listId)
                history.Put(record with { CarriedTo = listId });
        return known.Count > 0;
    }

    // A look reads all that was observed for this once, and only where a kernel was started from another.
    private Lazy<ILookup<(HostPath, Digest), (HostPath Path, Digest, Realm, string?)>> CarriedNames => carriedNames ??= new(() =>
        history.AllObserved().Concat(history.AllElsewhere()).Where(seen => seen.Boots.Count > 0)
            .ToLookup(seen => (seen.Path.AsListed(), seen.Digest), seen => (seen.Path, seen.Digest, seen.Realm, seen.Container)));

    /// <summary>The disk holds it no longer: if it lies there again, that is a use.</summary>
    public void LeftDisk(ObservedDigest known)
    {
        if (known.LiesOnDisk)
            history.Put(known with { LiesOnDisk = false });
    }

    public void Record(Incident seen)
    {
        // One finding a cause and boot, whatever its source calls it; what of a policy judges less is told by file and rule.
        if (seen is { Gap: { } cause and not EvidenceGapCause.PolicyJudgesLess, Path.IsEmpty: true })
            seen = seen with { Subject = $"{cause.Family().Name()} {seen.Boot ?? listId}" };
        var key = IncidentKey.Of(seen);
        holding.Add(key);
        var known = history.Incident(key);
        if (known is not null && IsReadAgain(seen, known))
            return;
        var record = IncidentRecord.Of(seen, takenAt, known) with { UsedIn = GenerationOf(seen.Logged) };
        history.Put(seen.Persists ? record with { Count = seen.Count } : record);
        incidents.Add(key);
    }

    /// <summary>A record of the log that was told before; or what still holds, and is no worse.</summary>
    private static bool IsReadAgain(Incident seen, IncidentRecord known) =>
        seen.Logged is { } place ? place.Fingerprint == known.Logged?.Fingerprint
        : seen.Persists && seen.Gap == known.Gap && seen.Count <= known.Count;

    /// <summary>
    /// An entry behind the place to which its list was read is a use, whatever stands earlier in the list. What a kexec carried here is none.
    /// </summary>
    private bool IsListedNews(Observation seen, ObservedDigest? known) =>
        seen.Sources.HasFlag(EvidenceSources.Ima)
        && (seen.IsCarried ? known is null or { Boots.Count: 0 } : known?.Boots.Contains(listId) != true || known.ListEntry != seen.ListEntry);

    private static bool IsLoggedNews(Observation seen, ObservedDigest? known) =>
        seen.Sources.HasFlag(EvidenceSources.Audit)
        && !(seen.LastLogged is { } place && known?.LastLogged?.Fingerprint == place.Fingerprint);

    /// <summary>
    /// Where the capture could leave no mark in the log: its time lies between the last record that the capture read and the capture, and no
    /// record before it in its boot bears a time after the capture.
    /// </summary>
    private bool IsLate(Observation seen) =>
        history.Generations is [.., { Mark: { Own: null } mark } latest]
        && history.State.PassedBy != latest.Number
        && seen.LastLogged is { } place
        && place.Time >= mark.Last.Time && place.Time <= latest.CapturedAt
        && !passed.Any(other => other.Boot == place.Boot && other.IsBefore(place));

    /// <summary>
    /// Under which generation it was used: the latest one, but for what stands in the log before the record that a capture wrote itself.
    /// </summary>
    private int GenerationOf(LogPlace? logged)
    {
        var number = history.Generations is [.., var latest] ? latest.Number : 0;
        if (logged is { } place)
            for (var i = history.Generations.Count - 1; i >= 0 && history.Generations[i].Mark?.Own is { } own && place.IsBefore(own); i--)
                number = history.Generations[i].Number - 1;
        return number;
    }

    /// <summary>An event that a look cut in two is told again by the next, with what the first half did not know.</summary>
    private void Complete(ObservedDigest? known, Observation seen)
    {
        if (known?.LatestProcess is not { } told || seen.LatestProcess is not { } process || process == told
            || (process.Time, process.Pid, process.Uid) != (told.Time, told.Pid, told.Uid))
            return;
        history.Put(known with
        {
            LatestProcess = process,
            FirstProcess = known.FirstProcess?.Time == process.Time ? process : known.FirstProcess,
        });
    }

    private ObservedDigest? FindKnown(Observation seen)
    {
        var known = history.Observed(seen.Path, seen.Digest);
        if (known is not null)
            return known;
        // An earlier look may have had only the list, which writes the spaces of this name as underscores.
        var listed = seen.Path.AsListed();
        if (listed == seen.Path || history.Observed(listed, seen.Digest) is not { PathMayHoldSpaces: true } nameless)
            return null;
        history.Remove(nameless);
        // This look may itself have met it under both names.
        newKeys.Remove((listed, seen.Digest));
        var named = nameless with { Path = seen.Path, PathMayHoldSpaces = false };
        history.Put(named);
        renamed.Add((listed, seen.Path, seen.Digest));
        return named;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset seen) => known < seen ? known.Value : seen;

    private static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset seen) => known > seen ? known.Value : seen;
}
