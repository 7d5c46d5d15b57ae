namespace IntegrityWatch.Detection;

/// <summary>What a finding says. The names that users and machines read are in <see cref="FindingKindNames"/>.</summary>
public enum FindingKind
{
    NewFile,
    AlteredFile,
    RevertedFile,
    SuspiciousLocation,
    CopiedFile,
    Fileless,
    Violation,
    Unmeasurable,
    NoBaseline,
}
