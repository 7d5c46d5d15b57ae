using System.Globalization;
using IntegrityWatch.Evidence.Audit.Actors;
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
    internal const string RootsLog = "root";
    private const string NamedLogs = "named";

    private const int MostNamed = 3;

    // Over both readings.
    private readonly Dictionary<long, LogPlace> passed = [];

    private ContainerMounts? mounts;
    private LoggedUses? uses;

    private readonly string source = request.AuditFiles.Count > 0 ? NamedLogs : RootsLog;

    /// <summary>Null before it was read, and where there is no log.</summary>
    public AuditSummary? Summary { get; private set; }

    /// <exception cref="CannotCheckException">A log cannot be read, or is none.</exception>
    public void Read(Joiner joiner, CancellationToken interrupted)
    {
        var before = memory.OfAudit(source);
        mounts = ContainerMounts.Of(request.Root, request.Containers, before?.Boots.BootId == bootId ? before?.Mounts ?? [] : []);
        uses = new LoggedUses(joiner, UserNames.Of(request.Root), new UseOrigins(request.Containers, mounts), new ProgramContents(memory), request.KeyTechniques);
        using var files = Open(interrupted);
        if (files.Count > 0)
            Summary = Read(files, before, interrupted);
        if (source == RootsLog && Summary?.Position is { Boots.AwaitsStart: false } position)
            joiner.PolicyRules = [.. position.Policy.InForce];
    }

    /// <summary>
    /// Once the list was read: what the log of the host itself, which grows meanwhile, has by now; and what can only be told at its end.
    /// </summary>
    /// <exception cref="CannotCheckException">A log cannot be read.</exception>
    public void ReadOn(Joiner joiner, CancellationToken interrupted)
    {
        if (Summary is { Position: { } position } first && IsWritten)
        {
            using var files = Open(interrupted);
            Summary = Sum(first, Read(files, position, interrupted));
        }
        uses?.Complete();
        if (Summary is not null)
            Summary = Summary with { TechniqueEvents = uses!.TechniqueEvents, PolicyLoads = uses.PolicyLoads };
        foreach (var gap in Gaps())
            joiner.Add(gap);
    }

    /// <summary>The log of the host itself grows while it is read.</summary>
    private bool IsWritten => source == RootsLog && request.Root.IsLive;

    private AuditLogFiles Open(CancellationToken interrupted) =>
        source == NamedLogs ? AuditLogFiles.Named(request.AuditFiles, interrupted) : AuditLogFiles.Under(request.Root);

    private AuditSummary Read(AuditLogFiles files, AuditPosition? from, CancellationToken interrupted)
    {
        var reader = new AuditLogReader(HostNames.Of(request.Root, request.Nodes), bootId, isHostsLog: source == RootsLog);
        foreach (var auditEvent in reader.Read(files, from, IsWritten ? HostClock.Now : null))
        {
            interrupted.ThrowIfCancellationRequested();
            uses!.Add(auditEvent);
            if (auditEvent.Stamp.Time > memory.CapturedAt)
            {
                var place = auditEvent.PlaceOf(0);
                if (!passed.TryGetValue(place.Boot, out var first) || place.IsBefore(first))
                    passed[place.Boot] = place;
            }
        }
        interrupted.ThrowIfCancellationRequested();
        var read = reader.Statistics;
        return new AuditSummary
        {
            Files = read.Files,
            Records = read.Records,
            Events = read.Events,
            IntegrityRules = read.IntegrityRules,
            TechniqueEvents = 0,
            Lost = read.LostRecords,
            Nodes = read.Nodes,
            AreOtherNodesOnly = read.AreOtherNodesOnly,
            Stranger = read.Stranger,
            StrangerContinues = read.StrangerContinues,
            Damaged = read.Damaged,
            MissingByBoot = source == RootsLog ? read.MissingByBoot : new Dictionary<long, long>(),
            PassedCapture = [.. passed.Values],
            Resumed = read.Resumed,
            // Logs that a user names need not go on from the ones named before.
            Gap = source == RootsLog ? read.Gap : null,
            Source = source,
            Position = reader.Position is { } position ? position with { Mounts = mounts!.Seen } : null,
            Problems = read.MalformedLines > read.Problems.Count
                ? [.. read.Problems, $"and {read.MalformedLines - read.Problems.Count} more lines that are no audit record"]
                : read.Problems,
            LatestRecord = read.LastTime,
        };
    }

    /// <summary>What two readings that follow one another say together.</summary>
    private static AuditSummary Sum(AuditSummary first, AuditSummary second) => second with
    {
        Files = [.. first.Files.Union(second.Files)],
        Records = first.Records + second.Records,
        Events = first.Events + second.Events,
        IntegrityRules = first.IntegrityRules + second.IntegrityRules,
        Lost = first.Lost + second.Lost,
        Nodes = first.Nodes.Concat(second.Nodes).GroupBy(node => node.Key).ToDictionary(node => node.Key, node => node.Sum(counted => counted.Value)),
        Stranger = second.Stranger ?? (second.Records > 0 ? null : first.Stranger),
        StrangerContinues = second.Stranger is null ? first.StrangerContinues : second.StrangerContinues,
        Damaged = [.. first.Damaged.Union(second.Damaged)],
        MissingByBoot = first.MissingByBoot.Concat(second.MissingByBoot).GroupBy(boot => boot.Key).ToDictionary(boot => boot.Key, boot => boot.Sum(counted => counted.Value)),
        Resumed = first.Resumed,
        Gap = first.Gap ?? second.Gap,
        Problems = [.. first.Problems.Concat(second.Problems)],
        Position = second.Position ?? first.Position,
    };

    private IEnumerable<Incident> Gaps()
    {
        var isGone = Summary is null && memory.OfAudit(RootsLog) is not null;
        if ((isGone ? "the audit log was read before, and is gone" : Summary?.Gap) is { } cause)
            yield return Gap(EvidenceGapCause.LogPlaceLost, "place", cause);
        foreach (var gap in Summary is null ? [] : GapsOf(Summary))
            yield return gap;
        if (Summary?.Lost > 0)
            yield return Gap(EvidenceGapCause.RecordsLost, "lost", "the kernel lost audit records: they did not fit its backlog");
        foreach (var (boot, missing) in Summary?.MissingByBoot.OrderBy(boot => boot.Key) ?? Enumerable.Empty<KeyValuePair<long, long>>())
            yield return Gap(EvidenceGapCause.SerialsMissing, "serials", "numbers are missing between the audit log's events: records were lost or taken out", missing) with
            {
                Boot = NameOf(boot),
            };
    }

    /// <summary>An earlier boot of the log, by its id where the look before was in it; null for the boot of now, and where that is not known.</summary>
    private string? NameOf(long boot) => Summary?.Position?.Boots is not { } last || (boot == last.Ordinal && !last.AwaitsStart) ? null
        : memory.OfAudit(source) is { Boots: { AwaitsStart: false, BootId: { } known } before } && before.Ordinal == boot ? known
        : string.Create(CultureInfo.InvariantCulture, $"boot {boot} of the log");

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
