namespace IntegrityWatch.Evidence;

/// <summary>
/// What a finding says; of two that are equally bad, the one that says more stands first. What else is known of each kind stands in
/// the table of the detection.
/// </summary>
public enum FindingKind
{
    ListTampered,
    KnownBad,
    PackageMismatch,
    Fileless,
    SuspiciousLocation,
    RevertedFile,
    AlteredFile,
    UnknownModule,
    SignatureInvalid,
    AppraisalFailed,
    CopiedFile,
    NewFile,
    Technique,
    Violation,
    Unmeasurable,
    EvidenceGap,
    NoBaseline,
}

/// <summary>The kinds' names: what users read and write, and what the history stores.</summary>
public static class FindingKindNames
{
    private static readonly Dictionary<string, FindingKind> Kinds = Enum.GetValues<FindingKind>().ToDictionary(kind => kind.Name());

    public static string Name(this FindingKind kind) => kind switch
    {
        FindingKind.ListTampered => "list-tampered",
        FindingKind.KnownBad => "known-bad",
        FindingKind.PackageMismatch => "package-mismatch",
        FindingKind.Fileless => "fileless",
        FindingKind.SuspiciousLocation => "suspicious-location",
        FindingKind.RevertedFile => "reverted-file",
        FindingKind.AlteredFile => "altered-file",
        FindingKind.UnknownModule => "unknown-module",
        FindingKind.SignatureInvalid => "signature-invalid",
        FindingKind.AppraisalFailed => "appraisal-failed",
        FindingKind.CopiedFile => "copied-file",
        FindingKind.NewFile => "new-file",
        FindingKind.Technique => "technique",
        FindingKind.Violation => "violation",
        FindingKind.Unmeasurable => "unmeasurable",
        FindingKind.EvidenceGap => "evidence-gap",
        FindingKind.NoBaseline => "no-baseline",
    };

    /// <summary>Null for a name that is no kind's.</summary>
    public static FindingKind? Parse(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;
}
