using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Audit.Log;
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
        var joiner = new Joiner();
        // The list is opened before the log is read, and read after it: so its PCRs are no younger than the log, and each of its
        // entries meets the log's word.
        var (listFault, auditFault) = ((CannotCheckException?)null, (CannotCheckException?)null);
        using var list = request.WithoutList ? null
            : Try(() => MeasurementListSource.Open(request, memory, host.BootId), request.ListFile is null, ref listFault);
        var log = request.WithoutAudit ? null : new AuditLogSource(request, memory, host.BootId);
        Try(() => Read(log, joiner), request.AuditFiles.Count == 0, ref auditFault);
        Try(() => Read(list, joiner), request.ListFile is null, ref listFault);
        // What ran while the list was read is not held against it.
        joiner.IsListRead = true;
        Try(() => ReadOn(log, joiner), request.AuditFiles.Count == 0, ref auditFault);
        var contents = list is null ? null : new ListedContents(memory, list.ListId);
        var observations = joiner.Observations(new RealmFinder(request.Disk, request.Containers), contents).Select(seen => WithList(seen, list?.Summary)).ToList();
        var summary = list?.Summary is { } read ? read with { Memory = WithLog(read.Memory, joiner, list.ListId) } : null;
        return new EvidenceSnapshot
        {
            Host = host,
            ListId = list?.ListId ?? host.BootId ?? "no boot id",
            TakenAt = TakenAt(list, log?.Summary),
            Observations = observations,
            Incidents = request.Root.IsLive && KernelSources.Missing(request.Root, list?.ListId ?? host.BootId ?? "no boot id") is { } missing
                ? [.. joiner.Incidents(), missing] : joiner.Incidents(),
            ListFault = listFault,
            AuditFault = auditFault,
            List = summary,
            Audit = log?.Summary is { Source: AuditLogSource.RootsLog, Position: { } position } audit ? WithUnrecorded(audit, position, joiner, observations, summary, host) : log?.Summary,
        };
    }

    private object? ReadOn(AuditLogSource? log, Joiner joiner)
    {
        log?.ReadOn(joiner, interrupted);
        return null;
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

    /// <summary>What the list lacks may be among what was dropped from it unread: that is told once, and not of each file.</summary>
    private static Observation WithList(Observation seen, ListSummary? list) =>
        seen.ShouldBeListed && list?.Memory.Gap is not null ? seen with { ShouldBeListed = false } : seen;

    private AuditSummary WithUnrecorded(AuditSummary audit, AuditPosition position, Joiner joiner, IReadOnlyList<Observation> seen, ListSummary? list, HostFacts host)
    {
        var before = memory.OfAudit(audit.Source);
        var isSameBoot = before is not null && before.Boots.BootId == host.BootId;
        var (uses, audited) = UnrecordedEntries.Of(request, seen, list, audit, joiner.PolicyRules, isSameBoot, before?.Unrecorded ?? UnrecordedMemory.None);
        return audit with { Unrecorded = uses, Position = position with { Unrecorded = new UnrecordedMemory { Uses = uses, Audited = audited } } };
    }

    /// <summary>From which of the boot's entries on the log tells.</summary>
    private ListMemory WithLog(ListMemory list, Joiner joiner, string listId)
    {
        // A record can come a scan later than its entry.
        var first = joiner.FirstAudited ?? long.MaxValue;
        foreach (var measured in joiner.Sequence.InOrder ?? [])
            if (measured.Digest is { } digest && memory.EntryOf(listId, measured.Path, digest) is { } entry && entry < first)
                first = entry;
        return list with { FirstAudited = first == long.MaxValue ? list.FirstAudited : Math.Min(first, list.FirstAudited ?? long.MaxValue) };
    }

    private DateTimeOffset TakenAt(MeasurementListSource? list, AuditSummary? audit)
    {
        // The disk has no clock of its own: what it holds, it holds now.
        if ((request.Root.IsLive && request.ListFile is null) || (list is null && audit is null))
            return HostClock.Now;
        var written = list?.WrittenAt ?? DateTimeOffset.UnixEpoch;
        return audit?.LatestRecord > written ? audit.LatestRecord.Value : written;
    }
}
