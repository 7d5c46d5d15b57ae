using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Signatures;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>Makes one observation of what the measurement list and the audit log say of the same file.</summary>
internal sealed class Joiner
{
    private readonly AuditedUses uses;
    private readonly SignatureKeys? keys;
    private readonly string listId;
    private readonly bool observes;
    private readonly List<Incident> faults = [];
    private readonly OrderedDictionary<(HostPath, Digest), Observation> observations = [];
    private readonly OrderedDictionary<(FindingKind, HostPath), long> incidents = [];

    /// <param name="keys">Keys to check signatures with; null where none were given.</param>
    /// <param name="listId">Whose list it is, for what is told of the list as a whole.</param>
    /// <param name="observes">False to keep nothing but what is wrong with the list.</param>
    public Joiner(AuditedUses uses, SignatureKeys? keys, string listId, bool observes = true) =>
        (this.uses, this.keys, this.listId, this.observes) = (uses, keys, listId, observes);

    /// <summary>What became of the signatures of the entries so far.</summary>
    public SignatureCounts Signatures { get; private set; }

    public void Add(in MeasurementEntry entry, long number)
    {
        switch (entry.Kind)
        {
            case MeasurementKind.File when !observes:
                CheckSignature(entry);
                break;
            case MeasurementKind.File:
                AddFile(new HostPath(entry.Name), new Digest(entry.DigestAlgorithm, entry.FileDigest), number, CheckSignature(entry));
                break;
            case MeasurementKind.BootAggregate when number > 1:
                AddLaterBootAggregate(new HostPath(entry.Name), new Digest(entry.DigestAlgorithm, entry.FileDigest), number);
                break;
            case MeasurementKind.Violation when observes:
                AddIncident(FindingKind.Violation, new HostPath(entry.Name));
                break;
            case MeasurementKind.Unmeasurable when observes:
                AddIncident(FindingKind.Unmeasurable, new HostPath(entry.Name));
                break;
        }
    }

    /// <summary>How many entries say that a kernel took the list over from the one before it (kexec).</summary>
    public int TakenOver { get; private set; }

    /// <summary>The list as a whole is not what it should be.</summary>
    /// <param name="fault">Tells this fault from others of the same list.</param>
    public void TellOfList(string fault, string cause) => faults.Add(new Incident
    {
        Kind = FindingKind.ListTampered,
        Subject = $"{listId} {fault}",
        Sources = EvidenceSources.Ima,
        Cause = cause,
    });

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
        .. faults,
        .. withList
            ? incidents.Select(incident => Tell(incident.Key.Item1, incident.Key.Item2, incident.Value))
            : uses.Incidents(FindingKind.Violation),
        .. uses.Incidents(FindingKind.AppraisalFailed),
        .. uses.Techniques,
    ];

    /// <summary>
    /// After a kexec there is another. But a file whose path the kernel cannot tell stands there by its bare name, which can be this
    /// one; that file audit tells of, and no boot.
    /// </summary>
    private void AddLaterBootAggregate(HostPath listed, Digest digest, long number)
    {
        if (uses.Of(listed, digest).Count > 0)
            AddFile(listed, digest, number, signedBy: null);
        else
            TakenOver++;
    }

    private string? CheckSignature(in MeasurementEntry entry)
    {
        if (keys is null || !entry.HasSignature)
            return null;
        var verdict = keys.Check(entry);
        switch (verdict.State)
        {
            case SignatureState.Valid:
                Signatures = Signatures with { Valid = Signatures.Valid + 1 };
                return verdict.Key;
            case SignatureState.Invalid:
                Signatures = Signatures with { Invalid = Signatures.Invalid + 1 };
                TellOfSignature(new HostPath(entry.Name), new Digest(entry.DigestAlgorithm, entry.FileDigest), verdict);
                break;
            case SignatureState.UnknownKey:
                Signatures = Signatures with { UnknownKey = Signatures.UnknownKey + 1 };
                break;
            case SignatureState.NotSupported:
                Signatures = Signatures with { NotSupported = Signatures.NotSupported + 1 };
                break;
        }
        return null;
    }

    private void TellOfSignature(HostPath listed, Digest digest, SignatureVerdict verdict)
    {
        var audited = uses.Of(listed, digest);
        faults.Add(new Incident
        {
            Kind = FindingKind.SignatureInvalid,
            Path = audited.Count > 0 ? audited[0].Path : listed,
            Subject = digest.ToString(),
            Digest = digest,
            Sources = audited.Count > 0 ? EvidenceSources.Ima | EvidenceSources.Audit : EvidenceSources.Ima,
            Cause = verdict.KeyId is { } key
                ? $"its IMA signature by the key {key:x8} does not verify"
                : $"its IMA signature is none that a key could have made: {verdict.Reason}",
            Process = audited.Count > 0 ? audited[0].First : null,
        });
    }

    private void AddFile(HostPath listed, Digest digest, long number, string? signedBy)
    {
        var audited = uses.Of(listed, digest);
        foreach (var file in audited)
            Add(file, EvidenceSources.Ima | EvidenceSources.Audit, number, signedBy: signedBy);
        if (audited.Count == 0)
            Put(new Observation
            {
                Path = listed,
                Digest = digest,
                Sources = EvidenceSources.Ima,
                PathMayHoldSpaces = listed.Bytes.Contains((byte)'_'),
                ListEntry = number,
                SignedBy = signedBy,
            });
    }

    private void Add(AuditedFile file, EvidenceSources sources, long listEntry, bool shouldBeListed = false, string? signedBy = null)
    {
        file.IsJoined = true;
        Put(new Observation
        {
            Path = file.Path,
            Digest = file.Digest,
            Sources = sources,
            ListEntry = listEntry,
            ShouldBeListed = shouldBeListed,
            SignedBy = signedBy,
            FirstProcess = file.First,
            LatestProcess = file.Latest,
        });
    }

    // The latest entry of several stands: the same file can be entered twice with another signature.
    private void Put(Observation observation) => observations[(observation.Path, observation.Digest)] = observation;

    private void AddIncident(FindingKind kind, HostPath listed) =>
        incidents[(kind, listed)] = incidents.GetValueOrDefault((kind, listed)) + 1;

    private Incident Tell(FindingKind kind, HostPath listed, long count)
    {
        var told = kind == FindingKind.Violation ? uses.ViolationOf(listed) : null;
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
