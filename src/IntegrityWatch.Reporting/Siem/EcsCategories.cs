using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>
/// The words that ECS allows for an event, by the kind of a finding: <c>event.category</c>, and an <c>event.type</c> that ECS expects
/// with each of them.
/// </summary>
internal static class EcsCategories
{
    public static (string[] Categories, string Type) Of(FindingKind kind) => kind switch
    {
        FindingKind.ListTampered => (["intrusion_detection", "host"], "info"),
        FindingKind.KnownBad => (["malware", "file"], "info"),
        FindingKind.PackageMismatch => (["file", "package"], "change"),
        FindingKind.AlteredFile or FindingKind.RevertedFile => (["file"], "change"),
        FindingKind.NewFile or FindingKind.CopiedFile => (["file"], "creation"),
        FindingKind.Fileless => (["process"], "start"),
        FindingKind.SuspiciousLocation => (["file", "process"], "access"),
        FindingKind.UnknownModule => (["driver"], "start"),
        FindingKind.Technique => (["intrusion_detection", "process"], "info"),
        FindingKind.EvidenceGap => (["host"], "info"),
        FindingKind.NoBaseline => (["configuration"], "info"),
        _ => (["file"], "access"),
    };
}
