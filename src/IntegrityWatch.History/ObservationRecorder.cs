using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>
/// Writes what one look at the host brought into its history, and tells what of it is new: a digest that this boot's list did
/// not hold before, or an audit record later than the latest that is known. Reading the same evidence twice brings nothing new.
/// </summary>
public sealed class ObservationRecorder
{
    private readonly IHistoryUpdate history;
    private readonly string listId;
    private readonly DateTimeOffset takenAt;
    private readonly HashSet<(HostPath Path, Digest Digest)> newKeys = [];
    private readonly HashSet<IncidentKey> incidents = [];

    public ObservationRecorder(IHistoryUpdate history, string listId, DateTimeOffset takenAt)
    {
        this.history = history;
        this.listId = listId;
        this.takenAt = takenAt;
    }

    /// <summary>Everything that was new, as it is known by now, in the order in which it was recorded.</summary>
    public IEnumerable<ObservedDigest> NewObservations => history.AllPutObserved().Where(IsNew);

    /// <summary>Everything that was ever seen, what is new last; streams.</summary>
    public IEnumerable<ObservedDigest> Known => history.AllObserved().Where(seen => !IsNew(seen)).Concat(NewObservations);

    /// <summary>The incidents that were added to.</summary>
    public IEnumerable<IncidentRecord> NewIncidents => incidents.Select(history.Incident).OfType<IncidentRecord>();

    public void Record(Observation seen)
    {
        var known = FindKnown(seen);
        var inNewList = seen.Sources.HasFlag(EvidenceSources.Ima) && known?.Boots.Contains(listId) != true;
        var auditedAt = seen.LatestProcess?.Time;
        var auditedLater = auditedAt > (known?.LastAudited ?? DateTimeOffset.MinValue);
        var backOnDisk = seen.Sources == EvidenceSources.Disk && known?.Noted != false;
        if (!inNewList && !auditedLater && !backOnDisk)
        {
            Complete(known, seen);
            return;
        }
        if (seen.ShouldBeListed && known?.Boots.Contains(listId) != true)
            Record(new Incident
            {
                Kind = FindingKind.EvidenceGap,
                Gap = EvidenceGapCause.ListLacksUse,
                Path = seen.Path,
                Subject = seen.Digest.ToString(),
                Digest = seen.Digest,
                Sources = EvidenceSources.Audit,
                Cause = "the audit log tells of its use in this boot, and the measurement list, which tells of later ones, does not",
                Process = seen.LatestProcess,
            });

        var firstUse = seen.FirstProcess?.Time ?? takenAt;
        var lastUse = auditedAt ?? takenAt;
        var record = new ObservedDigest
        {
            Path = seen.Path,
            Digest = seen.Digest,
            Sources = seen.Sources | (known?.Sources ?? EvidenceSources.None),
            FirstSeen = Earlier(known?.FirstSeen, firstUse),
            LastSeen = Later(known?.LastSeen, lastUse),
            Boots = inNewList ? [.. known?.Boots ?? [], listId] : known?.Boots ?? [],
            BootsLeftOut = known?.BootsLeftOut ?? 0,
            BootsUncounted = known?.BootsUncounted == true,
            ListEntry = inNewList || seen.ListEntry > 0 ? seen.ListEntry : known?.ListEntry ?? 0,
            LastAudited = auditedLater ? auditedAt : known?.LastAudited,
            SignedBy = seen.SignedBy ?? known?.SignedBy,
            FirstProcess = known?.FirstProcess ?? seen.FirstProcess,
            LatestProcess = auditedLater ? seen.LatestProcess : known?.LatestProcess,
            Package = known?.Package,
            HasNoPackage = known?.HasNoPackage == true,
            PathMayHoldSpaces = seen.PathMayHoldSpaces && known?.PathMayHoldSpaces != false,
            Noted = false,
        };
        history.Put(record);
        newKeys.Add((record.Path, record.Digest));
    }

    public void Record(Incident seen)
    {
        var key = IncidentKey.Of(seen);
        var known = history.Incident(key);
        var time = seen.Process?.Time ?? takenAt;
        // What audit alone tells of has a time of its own, and is not new when it is read again.
        if (seen.Sources == EvidenceSources.Audit && time <= known?.LastSeen)
            return;
        var record = IncidentRecord.Of(seen, takenAt, known);
        history.Put(record);
        incidents.Add(key);
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

    private bool IsNew(ObservedDigest seen) => newKeys.Contains((seen.Path, seen.Digest));

    private ObservedDigest? FindKnown(Observation seen)
    {
        var known = history.Observed(seen.Path, seen.Digest);
        if (known is not null || history.IsEmpty || seen.PathMayHoldSpaces)
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
        return named;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset seen) => known < seen ? known.Value : seen;

    private static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset seen) => known > seen ? known.Value : seen;
}
