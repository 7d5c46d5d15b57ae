using IntegrityWatch.Evidence.Audit;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Tpm.Quotes;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>Which sources to read. Without more, those that lie under the root.</summary>
public sealed record EvidenceRequest
{
    public required EvidenceRoot Root { get; init; }

    /// <summary>A measurement list to read in place of the root's, binary or ASCII.</summary>
    public string? ListFile { get; init; }

    /// <summary>Audit logs to read in place of the root's, oldest first; <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> AuditFiles { get; init; } = [];

    /// <summary>By what containers are known.</summary>
    public IContainerRules Containers { get; init; } = NoContainerRules.Instance;

    /// <summary>Which techniques the keys of audit rules tell of.</summary>
    public IKeyTechniques KeyTechniques { get; init; } = NamedTechniques.Instance;

    /// <summary>Where to ask what lies on the host's disk and in its containers' layers; null to leave the disk out.</summary>
    public EvidenceRoot? Disk { get; init; }

    /// <summary>Names under which the host's own records stand in its audit log, besides those that it bears itself.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>Judge without the measurement list.</summary>
    public bool WithoutList { get; init; }

    public bool WithoutAudit { get; init; }

    /// <summary>
    /// Read the whole list, however far it was read before, for what it says of itself: what was read before must still begin it, and
    /// nothing is observed, so that memory does not grow with the list.
    /// </summary>
    public bool OnlyVerify { get; init; }

    /// <summary>Keys to check IMA signatures with; null where none were given. Belongs to the caller.</summary>
    public SignatureKeys? Keys { get; init; }

    /// <summary>A signed quote to hold the list against, which then must be read to <see cref="OnlyVerify"/>; null where there is none.</summary>
    public QuoteRequest? Quote { get; init; }

    /// <summary>False where the list is a named file and nothing says that it is of the host under the root.</summary>
    public bool ListIsOfRoot { get; init; } = true;
}

/// <summary>A quote to hold the measurement list against.</summary>
/// <param name="Quote">What the TPM signed.</param>
/// <param name="KeyFile">The attestation key: an X.509 certificate or a public key, in DER or PEM.</param>
/// <param name="Nonce">What the quote was asked for with; null where that is not known.</param>
public sealed record QuoteRequest(Quote Quote, string KeyFile, byte[]? Nonce);
