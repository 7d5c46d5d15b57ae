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

    public AuditedUses(UserNames users) => this.users = users;

    public void Add(AuditEvent auditEvent)
    {
        foreach (var use in auditEvent.FileUses)
            if (!use.Digest.IsZero)
                Add(use);
        foreach (var incident in auditEvent.Incidents)
            if (incident is { Type: AuditRecordType.IntegrityPcr, File: { } file })
                violations[file.AsListed()] = incident with { Process = WithUser(incident.Process) };
    }

    /// <summary>The files that the list may mean; the true names of more than one can look alike in it.</summary>
    public IReadOnlyList<AuditedFile> Of(HostPath listed, Digest digest) =>
        files.TryGetValue((listed, digest), out var found) ? found : [];

    /// <summary>The latest violation that audit tells of for the name.</summary>
    public AuditIncident? ViolationOf(HostPath listed) => violations.GetValueOrDefault(listed);

    /// <summary>Files that no entry of the list was joined to.</summary>
    public IEnumerable<AuditedFile> NotJoined() => files.Values.SelectMany(found => found).Where(file => !file.IsJoined);

    private void Add(AuditFileUse use)
    {
        var process = WithUser(use.Process);
        var key = (use.Path.AsListed(), use.Digest);
        if (!files.TryGetValue(key, out var found))
            files[key] = found = new List<AuditedFile>(1);
        var known = found.Find(file => file.Path == use.Path);
        if (known is null)
            found.Add(new AuditedFile(use.Path, use.Digest, process));
        else
            known.Add(process);
    }

    private ProcessInfo WithUser(ProcessInfo process) =>
        process.User is null && users.Of(process.Uid) is { } name ? process with { User = name } : process;
}
