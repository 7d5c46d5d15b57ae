using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>Reads all sources of one host and joins them.</summary>
public sealed class EvidenceReader
{
    private readonly EvidenceRequest request;
    private readonly Func<string, ListPosition?> positionOf;
    private readonly CancellationToken interrupted;

    /// <param name="positionOf">How far the list of that id has been read before; null where it has not.</param>
    public EvidenceReader(EvidenceRequest request, Func<string, ListPosition?> positionOf, CancellationToken interrupted) =>
        (this.request, this.positionOf, this.interrupted) = (request, positionOf, interrupted);

    /// <exception cref="CannotCheckException">A source that must be there is missing or cannot be read.</exception>
    public EvidenceSnapshot Read()
    {
        var host = HostFacts.Of(request.Root);
        var listId = ListIdOf(host);
        using var list = request.WithoutList ? null : ListReading.Open(request, positionOf(listId));
        var uses = new AuditedUses(UserNames.Of(request.Root));
        var audit = request.WithoutAudit ? null : ReadAudit(uses);
        var joiner = new Joiner(uses);
        var summary = list?.Read(joiner, interrupted);
        return new EvidenceSnapshot
        {
            Host = host,
            ListId = listId,
            TakenAt = TakenAt(list, audit),
            Observations = joiner.Observations(),
            Incidents = joiner.Incidents(withList: list is not null),
            List = summary,
            Audit = audit,
        };
    }

    private string ListIdOf(HostFacts host) =>
        request.ListIsOfRoot && host.BootId is { } bootId ? bootId
        : request.ListFile is { } file ? $"file:{Path.GetFullPath(file)}"
        : "no boot id";

    private AuditSummary? ReadAudit(AuditedUses uses)
    {
        using var files = request.AuditFiles.Count > 0 ? AuditLogFiles.Named(request.AuditFiles) : AuditLogFiles.Under(request.Root);
        if (files.Count == 0)
            return null;
        var reader = new AuditLogReader();
        foreach (var auditEvent in reader.Read(files))
        {
            interrupted.ThrowIfCancellationRequested();
            uses.Add(auditEvent);
        }
        interrupted.ThrowIfCancellationRequested();
        var read = reader.Statistics;
        return new AuditSummary
        {
            Files = read.Files,
            Records = read.Records,
            Events = read.Events,
            IntegrityRules = read.IntegrityRules,
            TechniqueEvents = read.KeyedEvents,
            Lost = read.LostRecords,
            Resumed = false,
            Problems = read.MalformedLines > read.Problems.Count
                ? [.. read.Problems, $"and {read.MalformedLines - read.Problems.Count} more lines that are no audit record"]
                : read.Problems,
            LatestRecord = read.LastTime,
        };
    }

    private DateTimeOffset TakenAt(ListReading? list, AuditSummary? audit)
    {
        if (request.Root.IsLive && request.ListFile is null)
            return DateTimeOffset.UtcNow;
        var written = list?.WrittenAt ?? DateTimeOffset.UnixEpoch;
        return audit?.LatestRecord > written ? audit.LatestRecord.Value : written;
    }
}
