using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Records;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>Makes uses and incidents of an audit log's events.</summary>
internal sealed class LoggedUses(Joiner joiner, UserNames users)
{
    private readonly TechniqueUses techniques = new();
    private readonly BootCounter boots = new();

    /// <summary>How often an IMA policy was loaded: rules after the first can be added by whoever is root.</summary>
    public long PolicyLoads { get; private set; }

    /// <summary>Events whose rule has a key that names an ATT&amp;CK technique.</summary>
    public long TechniqueEvents => techniques.Events;

    public void Add(AuditEvent auditEvent)
    {
        boots.Add(auditEvent.Stamp);
        joiner.Boot = boots.Boot;
        if (!auditEvent.KeysToldBefore)
            techniques.Add(auditEvent, WithUser(auditEvent.Process));
        foreach (var use in auditEvent.FileUses)
            if (!use.Digest.IsZero)
                joiner.Add(use with { Process = WithUser(use.Process!) });
        foreach (var incident in auditEvent.Incidents)
            Add(incident);
    }

    /// <summary>After the last event: gives what could only be counted up to the end.</summary>
    public void Complete()
    {
        foreach (var incident in techniques.Incidents)
            joiner.Add(incident);
    }

    // The result of the call misleads: it is judged by what was done and why.
    private void Add(AuditIncident incident)
    {
        switch (incident)
        {
            case { Type: AuditRecordType.IntegrityPcr, Op: "invalid_pcr", File: { } file }:
                Count(FindingKind.Violation, file, "", incident);
                break;
            case { Type: AuditRecordType.IntegrityStatus, Op: "policy_update", Cause: "completed" }:
                PolicyLoads++;
                break;
            case { Type: AuditRecordType.IntegrityData, Op: "appraise_data", File: { } file }:
                Count(FindingKind.AppraisalFailed, file, incident.Cause ?? "", incident);
                break;
        }
    }

    private void Count(FindingKind kind, HostPath path, string subject, AuditIncident told) => joiner.Count(new Incident
    {
        Kind = kind,
        Path = path,
        Subject = subject,
        Sources = EvidenceSources.Audit,
        Cause = told.Cause,
        Process = WithUser(told.Process),
    });

    private ProcessInfo WithUser(ProcessInfo process) =>
        process.User is null && users.Of(process.Uid) is { } name ? process with { User = name } : process;
}

/// <summary>
/// Tells the boots in an audit log apart: the kernel numbers its events from 1 after each boot, so a lower number at a later time is
/// another boot's. Records that merely arrive late have earlier times.
/// </summary>
/// <remarks>
/// The serial leads and the clock only breaks the tie. A clock that is set back while the host runs moves no boundary, for the serials
/// go on rising. One that is set back over a reboot hides the boundary until the log's time has caught up: until then the new boot's
/// uses count as the old one's, and are not held against this boot's list. They are told all the same.
/// </remarks>
internal sealed class BootCounter
{
    /// <summary>Events of one moment are written by several processors at once, and auditd lets each wait for its records this long.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(2);

    private uint highest;
    private DateTimeOffset highestAt = DateTimeOffset.MinValue;

    /// <summary>0 for the earliest boot in the log.</summary>
    public int Boot { get; private set; }

    public void Add(AuditStamp stamp)
    {
        if (stamp.Serial >= highest)
            (highest, highestAt) = (stamp.Serial, stamp.Time);
        else if (stamp.Time - highestAt > Disorder)
        {
            Boot++;
            (highest, highestAt) = (stamp.Serial, stamp.Time);
        }
    }
}
