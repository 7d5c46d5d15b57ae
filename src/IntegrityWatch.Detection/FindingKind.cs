namespace IntegrityWatch.Detection;

/// <summary>
/// What a finding says; of two that are equally bad, the one that says more stands first. The names that users and machines read are
/// in <see cref="FindingKindNames"/>.
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
