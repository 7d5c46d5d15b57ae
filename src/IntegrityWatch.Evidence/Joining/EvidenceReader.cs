using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Platform;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>Reads all sources of one host and joins them.</summary>
/// <param name="request">Which sources.</param>
/// <param name="memory">Where each was read to before.</param>
/// <param name="interrupted">Ends the reading.</param>
public sealed class EvidenceReader(EvidenceRequest request, IEvidenceMemory memory, CancellationToken interrupted)
{
    /// <exception cref="CannotCheckException">A source that the user named is missing or cannot be read.</exception>
    public EvidenceSnapshot Read()
    {
        var host = HostFacts.Of(request.Root);
        var listId = ListIdOf(host);
        var joiner = new Joiner();
        // The list is opened before the log is read, and read after it: so its PCRs are no younger than the log, and each of its
        // entries meets the log's word.
        var (listFault, auditFault) = ((CannotCheckException?)null, (CannotCheckException?)null);
        using var list = request.WithoutList ? null
            : Try(() => MeasurementListSource.Open(request, memory.OfList(listId), listId), request.ListFile is null, ref listFault);
        var log = request.WithoutAudit ? null : new AuditLogSource(request, memory, host.BootId);
        Try(() => Read(log, joiner), request.AuditFiles.Count == 0, ref auditFault);
        Try(() => Read(list, joiner), request.ListFile is null, ref listFault);
        return new EvidenceSnapshot
        {
            Host = host,
            ListId = listId,
            TakenAt = TakenAt(list, log?.Summary),
            Observations = joiner.Observations(Realm.Host),
            Incidents = joiner.Incidents(),
            ListFault = listFault,
            AuditFault = auditFault,
            List = list?.Summary,
            Audit = log?.Summary,
        };
    }

    private object? Read(IUseSource? source, Joiner joiner)
    {
        source?.Read(joiner, interrupted);
        return null;
    }

    /// <summary>One of the root's sources that cannot be read keeps no other from speaking; one that the user named is a mistake of theirs.</summary>
    private static T? Try<T>(Func<T?> read, bool isOfRoot, ref CannotCheckException? fault)
        where T : class
    {
        try
        {
            return read();
        }
        catch (CannotCheckException unreadable) when (isOfRoot)
        {
            fault ??= unreadable;
            return null;
        }
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
