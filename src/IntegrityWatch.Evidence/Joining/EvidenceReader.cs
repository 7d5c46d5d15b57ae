using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>Reads all sources of one host and joins them.</summary>
/// <param name="request">Which sources.</param>
/// <param name="memory">Where each was read to before.</param>
/// <param name="interrupted">Ends the reading.</param>
public sealed class EvidenceReader(EvidenceRequest request, IEvidenceMemory memory, CancellationToken interrupted)
{
    /// <exception cref="CannotCheckException">A source that must be there is missing or cannot be read.</exception>
    public EvidenceSnapshot Read()
    {
        var host = HostFacts.Of(request.Root);
        var listId = ListIdOf(host);
        var joiner = new Joiner();
        // The list is opened before the log is read, and read after it: so its PCRs are no younger than the log, and each of its
        // entries meets the log's word.
        using var list = request.WithoutList ? null : MeasurementListSource.Open(request, memory.OfList(listId), listId);
        var log = request.WithoutAudit ? null : new AuditLogSource(request, memory);
        foreach (var source in (IUseSource?[])[log, list])
            source?.Read(joiner, interrupted);
        return new EvidenceSnapshot
        {
            Host = host,
            ListId = listId,
            TakenAt = TakenAt(list, log?.Summary),
            Observations = joiner.Observations(Realm.Host),
            Incidents = joiner.Incidents(withList: list is not null),
            List = list?.Summary,
            Audit = log?.Summary,
        };
    }

    private string ListIdOf(HostFacts host) =>
        request.ListIsOfRoot && host.BootId is { } bootId ? bootId
        : request.ListFile is { } file ? $"file:{Path.GetFullPath(file)}"
        : "no boot id";

    private DateTimeOffset TakenAt(MeasurementListSource? list, AuditSummary? audit)
    {
        // The disk has no clock of its own: what it holds, it holds now.
        if ((request.Root.IsLive && request.ListFile is null) || (list is null && audit is null))
            return HostClock.Now;
        var written = list?.WrittenAt ?? DateTimeOffset.UnixEpoch;
        return audit?.LatestRecord > written ? audit.LatestRecord.Value : written;
    }
}
