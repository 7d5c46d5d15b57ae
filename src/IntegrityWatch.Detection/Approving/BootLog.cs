using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>What the log of this boot says of this boot's list.</summary>
internal static class BootLog
{
    /// <summary>
    /// The first entry of this boot's list that has a record. Null where this boot's log is not known whole from its beginning: then a use whose
    /// record is gone could be taken for one that came before any record.
    /// </summary>
    public static long? FirstLogged(IHistory history, EvidenceSnapshot evidence, IEnumerable<PathEvidence> paths)
    {
        if (evidence.Audit?.Position?.Boots is not { AwaitsStart: false } log || !(log.HasStart || log.HasSystemBoot)
            || (log.BootId is { } boot && boot != evidence.Host.BootId) || IsBroken(history, evidence.ListId))
            return null;
        return paths.SelectMany(path => path.Observed)
            .Where(seen => seen is { ListEntry: > 0, Boots: [.., var latest] } && latest == evidence.ListId && seen.LastLogged?.Boot == log.Ordinal)
            .Min(seen => (long?)seen.ListEntry);
    }

    /// <summary>This boot's number in the log; null where no log that can be read on was read.</summary>
    public static long? OrdinalOf(EvidenceSnapshot evidence) => evidence.Audit?.Position?.Boots is not { } log ? null
        // The log has no record of this boot yet.
        : log.AwaitsStart ? log.Ordinal + 1
        : log.Ordinal;

    /// <summary>Where the log stands at a capture; null where no log that can be read on was read.</summary>
    /// <param name="evidence">What was read of it.</param>
    /// <param name="own">The record that the capture wrote itself; null where it wrote none.</param>
    public static LogMark? MarkOf(EvidenceSnapshot evidence, OwnRecord? own) => evidence.Audit?.Position?.Boots is not { Latest: > 0 } log ? null : new LogMark(
        new LogPlace(log.Ordinal, log.Latest, evidence.Audit.LatestRecord ?? evidence.TakenAt, Fingerprint: 0),
        own is null || log.AwaitsStart ? null : new LogPlace(log.Ordinal, own.Serial, own.Time, Fingerprint: 0));

    private static bool IsBroken(IHistory history, string listId) => history.Incidents().Any(incident =>
        incident.Gap is EvidenceGapCause.LogPlaceLost or EvidenceGapCause.RecordsLost or EvidenceGapCause.SerialsMissing or EvidenceGapCause.LogDamaged
            or EvidenceGapCause.NoRecords or EvidenceGapCause.NoRecordsStill or EvidenceGapCause.OtherNodesOnly
        && incident.Key.Subject.EndsWith(listId, StringComparison.Ordinal));
}
