using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>Makes uses of a measurement list's entries, and incidents of those that are no use.</summary>
/// <param name="joiner">Takes them.</param>
/// <param name="keys">Keys to check signatures with; null where none were given.</param>
/// <param name="listId">Whose list it is, for what is told of the list as a whole.</param>
/// <param name="observes">False to give nothing but what is wrong with the list: then no use is made, and memory does not grow with it.</param>
internal sealed class ListedUses(Joiner joiner, SignatureKeys? keys, string listId, bool observes = true)
{
    private Digest? firstAggregate;

    /// <summary>What became of the signatures of the entries so far.</summary>
    public SignatureCounts Signatures { get; private set; }

    /// <summary>How many entries say that a kernel took the list over from the one before it (kexec).</summary>
    public int TakenOver { get; private set; }

    /// <summary>See <see cref="ListMemory.Carried"/>.</summary>
    public long Carried { get; init; }

    /// <summary>See <see cref="ListMemory.Begins"/>.</summary>
    public long Begins { get; init; } = 1;

    /// <summary>True where nothing is known of any boot: then a kernel that repeats its boot_aggregate may have been started from another.</summary>
    public bool MayBeginAgain { get; init; }

    /// <param name="entry">Its template hash was not found wrong.</param>
    /// <param name="number">Its number in the whole list, from 1.</param>
    public void Add(in MeasurementEntry entry, long number)
    {
        var isCarried = number <= Carried;
        switch (entry.Kind)
        {
            case MeasurementKind.File when !observes:
                CheckSignature(entry);
                break;
            case MeasurementKind.File:
                var (signedBy, explains) = isCarried ? default : CheckSignature(entry);
                joiner.Add(UseOf(entry, number) with { SignedBy = signedBy, SignatureExplains = explains, IsCarried = isCarried });
                break;
            case MeasurementKind.BootAggregate when number == 1:
                firstAggregate = UseOf(entry, number).Digest;
                break;
            case MeasurementKind.BootAggregate when observes && !isCarried:
                AddLaterBootAggregate(UseOf(entry, number));
                break;
            case MeasurementKind.Violation when observes && !isCarried:
                joiner.Count(IncidentOf(FindingKind.Violation, entry));
                break;
            case MeasurementKind.Unmeasurable when observes && !isCarried:
                joiner.Count(IncidentOf(FindingKind.Unmeasurable, entry));
                break;
        }
    }

    /// <summary>Takes what is to be told of the list as a whole.</summary>
    public void Add(Incident incident) => joiner.Add(incident);

    /// <summary>Says that the list as a whole is not what it should be.</summary>
    /// <param name="fault">Tells this fault from others of the same list.</param>
    /// <param name="cause">One sentence.</param>
    public void AddFault(string fault, string cause) => joiner.Add(new Incident
    {
        Kind = FindingKind.ListTampered,
        Subject = $"{listId} {fault}",
        Sources = EvidenceSources.Ima,
        Cause = cause,
    });

    internal static Use UseOf(in MeasurementEntry entry, long number) => new()
    {
        Path = new HostPath(entry.Name),
        Digest = new Digest(entry.DigestAlgorithm, entry.FileDigest),
        Place = UsePlace.InList(number),
    };

    private static Incident IncidentOf(FindingKind kind, in MeasurementEntry entry) =>
        new() { Kind = kind, Path = new HostPath(entry.Name), Sources = EvidenceSources.Ima };

    /// <summary>
    /// After a kexec there is another, behind what the kernel before left. Any later one is a file: one whose path the kernel cannot tell
    /// stands there by its bare name, which can be this one. The log tells of a file, and of no boot.
    /// </summary>
    private void AddLaterBootAggregate(in Use use)
    {
        if (!joiner.IsLogged(use) && (use.Place.Number == Begins || (MayBeginAgain && use.Digest.Equals(firstAggregate))))
            TakenOver++;
        else
            joiner.Add(use);
    }

    private (string? By, bool Explains) CheckSignature(in MeasurementEntry entry)
    {
        if (keys is null || !entry.HasSignature)
            return default;
        var verdict = keys.Check(entry);
        switch (verdict.State)
        {
            case SignatureState.Valid:
                Signatures = Signatures with { Valid = Signatures.Valid + 1 };
                return (verdict.Key, verdict.Explains);
            case SignatureState.Invalid:
                Signatures = Signatures with { Invalid = Signatures.Invalid + 1 };
                AddInvalid(entry, verdict);
                break;
            case SignatureState.UnknownKey:
                Signatures = Signatures with { UnknownKey = Signatures.UnknownKey + 1 };
                break;
            case SignatureState.NotSupported:
                Signatures = Signatures with { NotSupported = Signatures.NotSupported + 1 };
                break;
        }
        return default;
    }

    private void AddInvalid(in MeasurementEntry entry, SignatureVerdict verdict)
    {
        var digest = new Digest(entry.DigestAlgorithm, entry.FileDigest);
        joiner.Add(IncidentOf(FindingKind.SignatureInvalid, entry) with
        {
            Subject = digest.ToString(),
            Digest = digest,
            Cause = verdict.KeyId is { } key
                ? $"its IMA signature by the key {key:x8} does not verify"
                : $"its IMA signature is none that a key could have made: {verdict.Reason}",
        });
    }
}
