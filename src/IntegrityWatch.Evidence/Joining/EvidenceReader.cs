using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>Reads all sources of one host and joins them.</summary>
public sealed class EvidenceReader
{
    private readonly EvidenceRequest request;
    /// <summary>The name under which the place in the root's log is remembered, and that in logs named by the user.</summary>
    private const string RootsLog = "root";
    private const string NamedLogs = "named";

    private readonly IEvidenceMemory memory;
    private readonly CancellationToken interrupted;

    public EvidenceReader(EvidenceRequest request, IEvidenceMemory memory, CancellationToken interrupted) =>
        (this.request, this.memory, this.interrupted) = (request, memory, interrupted);

    /// <exception cref="CannotCheckException">A source that must be there is missing or cannot be read.</exception>
    public EvidenceSnapshot Read()
    {
        var host = HostFacts.Of(request.Root);
        var listId = ListIdOf(host);
        using var list = request.WithoutList ? null : ListReading.Open(request, memory.OfList(listId));
        var uses = new AuditedUses(UserNames.Of(request.Root));
        var audit = request.WithoutAudit ? null : ReadAudit(uses);
        var joiner = new Joiner(uses, request.Keys, listId, observes: !request.OnlyVerify);
        var summary = list?.Read(joiner, interrupted);
        return new EvidenceSnapshot
        {
            Host = host,
            ListId = listId,
            TakenAt = TakenAt(list, audit),
            Observations = joiner.Observations(),
            Incidents = [.. joiner.Incidents(withList: list is not null), .. GapsOf(audit)],
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
        using var files = request.AuditFiles.Count > 0 ? AuditLogFiles.Named(request.AuditFiles, interrupted) : AuditLogFiles.Under(request.Root);
        if (files.Count == 0)
            return null;
        var source = request.AuditFiles.Count > 0 ? NamedLogs : RootsLog;
        var reader = new AuditLogReader();
        foreach (var auditEvent in reader.Read(files, memory.OfAudit(source), IsWritten(source) ? DateTimeOffset.UtcNow : null))
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
            TechniqueEvents = uses.TechniqueEvents,
            PolicyLoads = uses.PolicyLoads,
            Lost = read.LostRecords,
            Missing = source == RootsLog ? read.MissingSerials : 0,
            Resumed = read.Resumed,
            // Logs that a user names need not go on from the ones named before.
            Gap = source == RootsLog ? read.Gap : null,
            Source = source,
            Position = reader.Position,
            Problems = read.MalformedLines > read.Problems.Count
                ? [.. read.Problems, $"and {read.MalformedLines - read.Problems.Count} more lines that are no audit record"]
                : read.Problems,
            LatestRecord = read.LastTime,
        };
    }

    /// <summary>The log of the host itself grows while it is read.</summary>
    private bool IsWritten(string source) => source == RootsLog && request.Root.IsLive;

    private IEnumerable<Incident> GapsOf(AuditSummary? audit)
    {
        var isGone = audit is null && !request.WithoutAudit && memory.OfAudit(RootsLog) is not null;
        if ((isGone ? "the audit log was read before, and is gone" : audit?.Gap) is { } gap)
            yield return new Incident { Kind = FindingKind.EvidenceGap, Subject = "place", Sources = EvidenceSources.Audit, Cause = gap };
        if (audit?.Lost > 0)
            yield return new Incident
            {
                Kind = FindingKind.EvidenceGap,
                Subject = "lost",
                Sources = EvidenceSources.Audit,
                Cause = "the kernel lost audit records: they did not fit its backlog",
            };
        if (audit?.Missing > 0)
            yield return new Incident
            {
                Kind = FindingKind.EvidenceGap,
                Subject = "serials",
                Count = audit.Missing,
                Sources = EvidenceSources.Audit,
                Cause = "numbers are missing between the audit log's events: records were lost or taken out",
            };
    }

    private DateTimeOffset TakenAt(ListReading? list, AuditSummary? audit)
    {
        // The disk has no clock of its own: what it holds, it holds now.
        if ((request.Root.IsLive && request.ListFile is null) || (list is null && audit is null))
            return DateTimeOffset.UtcNow;
        var written = list?.WrittenAt ?? DateTimeOffset.UnixEpoch;
        return audit?.LatestRecord > written ? audit.LatestRecord.Value : written;
    }
}
