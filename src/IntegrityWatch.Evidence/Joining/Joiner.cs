using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>Makes one observation of what the measurement list and the audit log say of the same file.</summary>
internal sealed class Joiner
{
    private readonly AuditedUses uses;
    private readonly OrderedDictionary<(HostPath, Digest), Observation> observations = [];
    private readonly OrderedDictionary<(IncidentKind, HostPath), long> incidents = [];

    public Joiner(AuditedUses uses) => this.uses = uses;

    public void Add(in MeasurementEntry entry, long number)
    {
        switch (entry.Kind)
        {
            case MeasurementKind.File:
                AddFile(new HostPath(entry.Name), new Digest(entry.DigestAlgorithm, entry.FileDigest), number);
                break;
            case MeasurementKind.Violation:
                AddIncident(IncidentKind.Violation, new HostPath(entry.Name));
                break;
            case MeasurementKind.Unmeasurable:
                AddIncident(IncidentKind.Unmeasurable, new HostPath(entry.Name));
                break;
        }
    }

    /// <summary>In the order of the list, then what only audit tells of, in the order of its log.</summary>
    public IReadOnlyList<Observation> Observations()
    {
        var latestListed = uses.LatestListed();
        foreach (var file in uses.NotJoined().ToList())
            Add(file, EvidenceSources.Audit, listEntry: 0, shouldBeListed: uses.IsOfThisBoot(file)
                && latestListed.TryGetValue(file.Sort, out var latest) && file.FirstInBoot < latest);
        return [.. observations.Values];
    }

    /// <param name="withList">False where no list was read: then the violations are those that audit tells of.</param>
    public IReadOnlyList<Incident> Incidents(bool withList) =>
    [
        .. withList
            ? incidents.Select(incident => Tell(incident.Key.Item1, incident.Key.Item2, incident.Value))
            : uses.Incidents(IncidentKind.Violation),
        .. uses.Incidents(IncidentKind.AppraisalFailed),
    ];

    private void AddFile(HostPath listed, Digest digest, long number)
    {
        var audited = uses.Of(listed, digest);
        foreach (var file in audited)
            Add(file, EvidenceSources.Ima | EvidenceSources.Audit, number);
        if (audited.Count == 0)
            Put(new Observation
            {
                Path = listed,
                Digest = digest,
                Sources = EvidenceSources.Ima,
                PathMayHoldSpaces = listed.Bytes.Contains((byte)'_'),
                ListEntry = number,
            });
    }

    private void Add(AuditedFile file, EvidenceSources sources, long listEntry, bool shouldBeListed = false)
    {
        file.IsJoined = true;
        Put(new Observation
        {
            Path = file.Path,
            Digest = file.Digest,
            Sources = sources,
            ListEntry = listEntry,
            ShouldBeListed = shouldBeListed,
            FirstProcess = file.First,
            LatestProcess = file.Latest,
        });
    }

    // The latest entry of several stands: the same file can be entered twice with another signature.
    private void Put(Observation observation) => observations[(observation.Path, observation.Digest)] = observation;

    private void AddIncident(IncidentKind kind, HostPath listed) =>
        incidents[(kind, listed)] = incidents.GetValueOrDefault((kind, listed)) + 1;

    private Incident Tell(IncidentKind kind, HostPath listed, long count)
    {
        var told = kind == IncidentKind.Violation ? uses.ViolationOf(listed) : null;
        return new Incident
        {
            Kind = kind,
            Path = told?.File ?? listed,
            Count = count,
            Sources = told is null ? EvidenceSources.Ima : EvidenceSources.Ima | EvidenceSources.Audit,
            Cause = told?.Cause,
            Process = told?.Process,
        };
    }
}
