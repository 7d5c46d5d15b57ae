using IntegrityWatch.Detection.Indicators;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection.Policies;

/// <summary>What is judged how. Made by <see cref="PolicyLoader"/> from the shipped policy and the ones laid over it.</summary>
public sealed class Policy
{
    internal Policy()
    {
    }

    /// <summary>Differs where anything in the policy does.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How long an event stays open when it is not accepted.</summary>
    public required TimeSpan KeepEventsOpen { get; init; }

    /// <summary>How long it is remembered that a file was seen, where it is not approved and nothing has used it since.</summary>
    public required TimeSpan KeepObserved { get; init; }

    /// <summary>How old the last scan may be: what is older says nothing of the host.</summary>
    public required TimeSpan MaxScanAge { get; init; }

    /// <summary>Folders in which a capture looks for programs, libraries and modules that have not run yet.</summary>
    public required IReadOnlyList<HostPath> CaptureFolders { get; init; }

    /// <summary>Sources without which nothing is judged.</summary>
    public required IReadOnlySet<RequiredSource> Required { get; init; }

    /// <summary>Files with the keys that IMA signatures are checked with.</summary>
    public required IReadOnlyList<string> SignatureKeys { get; init; }

    /// <summary>Those of them by whose keys a valid signature explains a content that its package says belongs there.</summary>
    public required IReadOnlyList<string> ExplainingKeys { get; init; }

    public required IReadOnlyList<LocationRule> Locations { get; init; }

    public required IReadOnlyList<MasqueradeRule> Masquerades { get; init; }

    public required IReadOnlyList<TechniqueRule> TechniqueRules { get; init; }

    /// <summary>How bad findings are at some paths; the last that applies decides.</summary>
    public IReadOnlyList<PathRule> PathRules { get; internal init; } = [];

    /// <summary>Which techniques the keys of audit rules tell of.</summary>
    public KeyTechniques KeyTechniques { get; internal init; } = new();

    /// <summary>What is known to be bad.</summary>
    public required IndicatorSet Indicators { get; init; }

    /// <summary>How strictly it judges, rule by rule.</summary>
    internal PolicyTerms Terms { get; init; } = new();

    internal IReadOnlyDictionary<FindingKind, KindRule> Kinds { get; init; } = new Dictionary<FindingKind, KindRule>();

    internal IReadOnlyDictionary<EvidenceGapCause, Severity> EvidenceGaps { get; init; } = new Dictionary<EvidenceGapCause, Severity>();

    /// <summary>To what drift falls that is explained: by a package, a signature, or who did it. A circumstance never falls by it.</summary>
    public Severity Explained { get; internal init; } = Severity.Low;

    /// <summary>By what containers are known.</summary>
    public ContainerRules Containers { get; internal init; } = new([], []);

    /// <summary>How bad it is that a container holds what its image did not.</summary>
    public Severity ContainerDrift { get; internal init; } = Severity.Medium;

    /// <summary>Names of the host in its own audit log, besides those that it bears itself.</summary>
    public IReadOnlyList<string> Nodes { get; internal init; } = [];

    internal GlobSet UserWritable { get; init; } = new([]);

    public KindRule For(FindingKind kind) => Kinds[kind];

    /// <summary>
    /// How bad a gap in the evidence is: by its cause where the policy names it; by the kind's severity where a policy sets one that is
    /// not the shipped one, or the cause was not kept; else by the shipped table.
    /// </summary>
    public Severity For(EvidenceGapCause? cause) =>
        cause is not { } known ? For(FindingKind.EvidenceGap).Severity
        : EvidenceGaps.TryGetValue(known, out var severity) ? severity
        : For(FindingKind.EvidenceGap).Severity is var ofKind && ofKind != FindingKind.EvidenceGap.Facts().Severity ? ofKind
        : known.Severity();

    /// <summary>How bad what is explained is: what is less bad by its kind stays so.</summary>
    public Severity AsExplained(Severity severity) => severity > Explained ? Explained : severity;

    /// <summary>True where ordinary users can put files.</summary>
    public bool IsUserWritable(HostPath path) => UserWritable.Matches(path.Bytes);
}

/// <summary>How bad a kind of finding is, and which techniques show themselves so.</summary>
public sealed record KindRule
{
    public required Severity Severity { get; init; }

    public IReadOnlyList<string> Techniques { get; set; } = [];

    internal static KindRule Shipped(FindingKind kind) => new() { Severity = kind.Facts().Severity, Techniques = kind.Facts().Techniques };
}

/// <summary>A source that a policy can make a must; the measurement list always is one.</summary>
public enum RequiredSource
{
    /// <summary>An audit log with at least one record.</summary>
    Audit,

    /// <summary>A TPM whose PCRs the measurement list leads to.</summary>
    Tpm,

    /// <summary>A package database that can be read.</summary>
    Packages,
}
