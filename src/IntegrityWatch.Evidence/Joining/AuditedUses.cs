using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// What the audit log tells of files, to be found by what the measurement list says of them: the name as the list writes it, and
/// the digest.
/// </summary>
internal sealed class AuditedUses
{
    private readonly UserNames users;
    private readonly Dictionary<(HostPath Listed, Digest), List<AuditedFile>> files = [];
    private readonly Dictionary<HostPath, AuditIncident> violations = [];
    private readonly OrderedDictionary<(FindingKind, HostPath, string), Incident> incidents = [];
    private readonly TechniqueUses techniques = new();
    private readonly BootCounter boots = new();

    public AuditedUses(UserNames users) => this.users = users;

    /// <summary>How often an IMA policy was loaded: rules after the first can be added by whoever is root.</summary>
    public long PolicyLoads { get; private set; }

    /// <summary>Events whose rule has a key that names an ATT&amp;CK technique.</summary>
    public long TechniqueEvents => techniques.Events;

    public IEnumerable<Incident> Techniques => techniques.Incidents;

    public void Add(AuditEvent auditEvent)
    {
        boots.See(auditEvent.Stamp);
        if (!auditEvent.KeysToldBefore)
            techniques.Add(auditEvent, WithUser(auditEvent.Process));
        var isStart = auditEvent.Argv.Count > 0;
        foreach (var use in auditEvent.FileUses)
            if (!use.Digest.IsZero)
                Add(use, isStart);
        foreach (var incident in auditEvent.Incidents)
            Add(incident with { Process = WithUser(incident.Process) });
    }

    /// <summary>What audit tells of by itself: failed appraisals, and the violations.</summary>
    public IEnumerable<Incident> Incidents(FindingKind kind) => incidents.Values.Where(incident => incident.Kind == kind);

    /// <summary>The files that the list may mean; the true names of more than one can look alike in it.</summary>
    public IReadOnlyList<AuditedFile> Of(HostPath listed, Digest digest) =>
        files.TryGetValue((listed, digest), out var found) ? found : [];

    /// <summary>The latest violation that audit tells of for the name.</summary>
    public AuditIncident? ViolationOf(HostPath listed) => violations.GetValueOrDefault(listed);

    /// <summary>Files that no entry of the list was joined to.</summary>
    public IEnumerable<AuditedFile> NotJoined() => files.Values.SelectMany(found => found).Where(file => !file.IsJoined);

    /// <summary>
    /// When this boot's list was last seen to grow by a use of each sort. What audit tells of before, and the list does not hold, is
    /// missing from it.
    /// </summary>
    public Dictionary<UseSort, DateTimeOffset> LatestListed()
    {
        var latest = new Dictionary<UseSort, DateTimeOffset>();
        foreach (var file in files.Values.SelectMany(found => found).Where(file => file.IsJoined && file.Boot == boots.Boot))
            if (file.FirstInBoot > latest.GetValueOrDefault(file.Sort, DateTimeOffset.MinValue))
                latest[file.Sort] = file.FirstInBoot;
        return latest;
    }

    public bool IsOfThisBoot(AuditedFile file) => file.Boot == boots.Boot;

    private void Add(AuditFileUse use, bool isStart)
    {
        var process = WithUser(use.Process);
        var sort = UseSort.Of(use.Path, process, isStart);
        var key = (use.Path.AsListed(), use.Digest);
        if (!files.TryGetValue(key, out var found))
            files[key] = found = new List<AuditedFile>(1);
        var known = found.Find(file => file.Path == use.Path);
        if (known is null)
            found.Add(new AuditedFile(use.Path, use.Digest, process, sort, boots.Boot));
        else
            known.Add(process, sort, boots.Boot);
    }

    // The result of the call misleads: it is judged by what was done and why.
    private void Add(AuditIncident incident)
    {
        switch (incident)
        {
            case { Type: AuditRecordType.IntegrityPcr, Op: "invalid_pcr", File: { } file }:
                violations[file.AsListed()] = incident;
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

    private void Count(FindingKind kind, HostPath path, string subject, AuditIncident told)
    {
        var count = incidents.TryGetValue((kind, path, subject), out var known) ? known.Count : 0;
        incidents[(kind, path, subject)] = new Incident
        {
            Kind = kind,
            Path = path,
            Subject = subject,
            Count = count + 1,
            Sources = EvidenceSources.Audit,
            Cause = told.Cause,
            Process = told.Process,
        };
    }

    private ProcessInfo WithUser(ProcessInfo process) =>
        process.User is null && users.Of(process.Uid) is { } name ? process with { User = name } : process;
}
