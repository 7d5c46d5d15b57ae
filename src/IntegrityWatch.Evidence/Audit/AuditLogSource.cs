using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>The audit log as a source of uses: on from where it was read to before, with what is missing from it.</summary>
/// <param name="request">Which log.</param>
/// <param name="memory">Where it was read to before.</param>
/// <param name="bootId">The boot of now; null where it is not known.</param>
internal sealed class AuditLogSource(EvidenceRequest request, IEvidenceMemory memory, string? bootId) : IUseSource
{
    /// <summary>The name under which the place in the root's log is remembered, and that in logs named by the user.</summary>
    private const string RootsLog = "root";
    private const string NamedLogs = "named";

    private const int MostNamed = 3;

    private readonly string source = request.AuditFiles.Count > 0 ? NamedLogs : RootsLog;

    /// <summary>Null before it was read, and where there is no log.</summary>
    public AuditSummary? Summary { get; private set; }

    /// <exception cref="CannotCheckException">A log cannot be read, or is none.</exception>
    public void Read(Joiner joiner, CancellationToken interrupted)
    {
        var users = UserNames.Of(request.Root);
        using var files = source == NamedLogs ? AuditLogFiles.Named(request.AuditFiles, interrupted) : AuditLogFiles.Under(request.Root);
        if (files.Count > 0)
            Summary = Read(files, new LoggedUses(joiner, users), interrupted);
        foreach (var gap in Gaps())
            joiner.Add(gap);
    }

    private AuditSummary Read(AuditLogFiles files, LoggedUses uses, CancellationToken interrupted)
    {
        var reader = new AuditLogReader(HostNames.Of(request.Root, request.Nodes), bootId, isHostsLog: source == RootsLog);
        // The log of the host itself grows while it is read.
        var isWritten = source == RootsLog && request.Root.IsLive;
        foreach (var auditEvent in reader.Read(files, memory.OfAudit(source), isWritten ? HostClock.Now : null))
        {
            interrupted.ThrowIfCancellationRequested();
            uses.Add(auditEvent);
        }
        interrupted.ThrowIfCancellationRequested();
        uses.Complete();
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
            Nodes = read.Nodes,
            AreOtherNodesOnly = read.AreOtherNodesOnly,
            Stranger = read.Stranger,
            StrangerContinues = read.StrangerContinues,
            Damaged = read.Damaged,
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

    private IEnumerable<Incident> Gaps()
    {
        var isGone = Summary is null && memory.OfAudit(RootsLog) is not null;
        if ((isGone ? "the audit log was read before, and is gone" : Summary?.Gap) is { } cause)
            yield return Gap(EvidenceGapCause.LogPlaceLost, "place", cause);
        foreach (var gap in Summary is null ? [] : GapsOf(Summary))
            yield return gap;
        if (Summary?.Lost > 0)
            yield return Gap(EvidenceGapCause.RecordsLost, "lost", "the kernel lost audit records: they did not fit its backlog");
        if (Summary?.Missing > 0)
            yield return Gap(EvidenceGapCause.SerialsMissing, "serials", "numbers are missing between the audit log's events: records were lost or taken out", Summary.Missing);
    }

    private static IEnumerable<Incident> GapsOf(AuditSummary read)
    {
        if (read.Damaged.Count > 0)
            yield return Gap(EvidenceGapCause.LogDamaged, "damaged",
                $"an audit log is damaged, and what is whole of it was read: {string.Join(", ", read.Damaged.Take(MostNamed))}", read.Damaged.Count);
        if (read.AreOtherNodesOnly)
            yield return Gap(EvidenceGapCause.OtherNodesOnly, "nodes",
                $"the audit log holds records of other hosts only ({Names(read)}): name this host's own in the policy's nodes");
        else if (read is { Stranger: { } stranger, StrangerContinues: true })
            yield return Gap(EvidenceGapCause.OtherNodesOnly, "nodes",
                $"the audit log goes on under another host's name ({stranger}), and this host's own records stop: if it is this host's, name it in the policy's nodes");
    }

    private static string Names(AuditSummary read) => string.Join(", ", read.Nodes.Keys.Order(StringComparer.Ordinal).Take(MostNamed));

    private static Incident Gap(EvidenceGapCause gap, string subject, string cause, long count = 1) => new()
    {
        Kind = FindingKind.EvidenceGap,
        Gap = gap,
        Subject = subject,
        Count = count,
        Sources = EvidenceSources.Audit,
        Cause = cause,
    };
}
