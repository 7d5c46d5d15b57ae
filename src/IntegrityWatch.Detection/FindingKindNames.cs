namespace IntegrityWatch.Detection;

/// <summary>The fixed names of the kinds: <c>new-file</c>, <c>altered-file</c> ...</summary>
public static class FindingKindNames
{
    private static readonly Dictionary<FindingKind, string> Names = new()
    {
        [FindingKind.ListTampered] = "list-tampered",
        [FindingKind.KnownBad] = "known-bad",
        [FindingKind.PackageMismatch] = "package-mismatch",
        [FindingKind.Fileless] = "fileless",
        [FindingKind.SuspiciousLocation] = "suspicious-location",
        [FindingKind.RevertedFile] = "reverted-file",
        [FindingKind.AlteredFile] = "altered-file",
        [FindingKind.UnknownModule] = "unknown-module",
        [FindingKind.SignatureInvalid] = "signature-invalid",
        [FindingKind.AppraisalFailed] = "appraisal-failed",
        [FindingKind.CopiedFile] = "copied-file",
        [FindingKind.NewFile] = "new-file",
        [FindingKind.Technique] = "technique",
        [FindingKind.Violation] = "violation",
        [FindingKind.Unmeasurable] = "unmeasurable",
        [FindingKind.EvidenceGap] = "evidence-gap",
        [FindingKind.NoBaseline] = "no-baseline",
    };

    private static readonly Dictionary<string, FindingKind> Kinds = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string Name(this FindingKind kind) => Names[kind];

    /// <summary>Null for a name that is no kind's.</summary>
    public static FindingKind? Parse(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>Something that happened and is over: it stays open for a time, and a capture does not settle it.</summary>
    public static bool IsEvent(this FindingKind kind) =>
        kind is FindingKind.Technique or FindingKind.Violation or FindingKind.Unmeasurable or FindingKind.EvidenceGap;

    /// <summary>Told of an incident, not of a digest that was used.</summary>
    public static bool IsOfIncident(this FindingKind kind) =>
        kind.IsEvent() || kind is FindingKind.ListTampered or FindingKind.AppraisalFailed or FindingKind.SignatureInvalid;

    /// <summary>Bad in itself, whatever the baseline says: a capture does not approve it unasked.</summary>
    public static bool IsSuspicious(this FindingKind kind) =>
        kind is FindingKind.KnownBad or FindingKind.SuspiciousLocation or FindingKind.Fileless or FindingKind.PackageMismatch;

    /// <summary>Told by comparison with the baseline.</summary>
    public static bool IsDrift(this FindingKind kind) =>
        kind is FindingKind.NewFile or FindingKind.AlteredFile or FindingKind.RevertedFile or FindingKind.CopiedFile
            or FindingKind.UnknownModule;
}
