using IntegrityWatch.Evidence.Audit.Actors;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>Makes uses and incidents of an audit log's events.</summary>
/// <param name="joiner">Takes them.</param>
/// <param name="users">The host's.</param>
/// <param name="origins">Tells containers' uses.</param>
/// <param name="contents">Tells which contents a program had.</param>
/// <param name="keys">Which techniques a rule's key tells of.</param>
internal sealed class LoggedUses(Joiner joiner, UserNames users, UseOrigins origins, ProgramContents contents, IKeyTechniques keys)
{
    private readonly ActorTree actors = new(contents);
    private readonly TechniqueUses techniques = new(keys);

    /// <summary>How often an IMA policy was loaded: rules after the first can be added by whoever is root.</summary>
    public long PolicyLoads { get; private set; }

    /// <summary>Events whose rule has a key that tells of an ATT&amp;CK technique.</summary>
    public long TechniqueEvents => techniques.Events;

    public void Add(AuditEvent auditEvent)
    {
        joiner.Boot = Math.Max(joiner.Boot, auditEvent.Boot);
        var uses = UsesOf(auditEvent);
        foreach (var use in uses)
            contents.Learn(use, use.Origin);
        var origin = origins.OfProcess(auditEvent);
        var story = actors.Take(auditEvent, origin);
        var leadsToManager = story is not null && ActorTree.LeadsToManager(story);
        var process = WithUser(auditEvent.Process) with
        {
            ExeDigest = story?.Self.Contents is [var content] ? content : null,
            ParentExeDigest = actors.ContentOfParent(auditEvent.Process, origin),
            Script = story?.Self is { IsHearsay: false } self ? self.Script : null,
        };
        if (!auditEvent.KeysToldBefore)
            techniques.Add(auditEvent, process with { Actors = story is null || leadsToManager ? story : new ActorChain([story.Self]) });
        foreach (var use in uses)
            joiner.Add(use with { Process = leadsToManager ? process with { Actors = story } : process });
        foreach (var incident in auditEvent.Incidents)
            Add(incident, auditEvent);
    }

    /// <summary>Files whose content the kernel could not vouch for are none.</summary>
    private List<Use> UsesOf(AuditEvent auditEvent)
    {
        var uses = new List<Use>(auditEvent.IntegrityRules.Count);
        foreach (var rule in auditEvent.IntegrityRules)
            if (!rule.Digest.IsZero)
                uses.Add(auditEvent.UseOf(rule) with { Origin = origins.Of(auditEvent, rule) });
        return uses;
    }

    /// <summary>After the last event: gives what could only be counted up to the end.</summary>
    public void Complete()
    {
        foreach (var incident in techniques.Incidents)
            joiner.Add(incident);
    }

    // The result of the call misleads: it is judged by what was done and why.
    private void Add(AuditIncident incident, AuditEvent auditEvent)
    {
        switch (incident)
        {
            case { Type: AuditRecordType.IntegrityPcr, Op: "invalid_pcr", File: { } file }:
                joiner.Sequence.Add(joiner.Boot, file, null, auditEvent.Stamp.Serial);
                Count(FindingKind.Violation, file, "", incident, auditEvent);
                break;
            case { Type: AuditRecordType.IntegrityStatus, Op: "policy_update", Cause: "completed" }:
                PolicyLoads++;
                break;
            case { Type: AuditRecordType.IntegrityData, Op: "appraise_data", File: { } file }:
                Count(FindingKind.AppraisalFailed, file, incident.Cause ?? "", incident, auditEvent);
                break;
        }
    }

    private void Count(FindingKind kind, HostPath path, string subject, AuditIncident told, AuditEvent auditEvent) => joiner.Count(new Incident
    {
        Kind = kind,
        Path = path,
        Subject = subject,
        Sources = EvidenceSources.Audit,
        Cause = told.Cause,
        Logged = auditEvent.PlaceOf(told.Fingerprint),
        Process = WithUser(told.Process),
    });

    private ProcessInfo WithUser(ProcessInfo process) =>
        process.User is null && users.Of(process.Uid) is { } name ? process with { User = name } : process;
}
