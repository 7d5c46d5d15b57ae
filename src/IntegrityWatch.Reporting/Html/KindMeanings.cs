using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Html;

/// <summary>What the kinds of findings mean, for a reader who sees this program's word for the first time.</summary>
internal static class KindMeanings
{
    public static string Of(FindingKind kind) => kind switch
    {
        FindingKind.NewFile => "it was used, and no generation of the baseline holds its path",
        FindingKind.AlteredFile => "its path is approved, this content never was",
        FindingKind.RevertedFile => "content that a later generation had moved on from is used again",
        FindingKind.CopiedFile => "its content is approved elsewhere, and is used from here",
        FindingKind.SuspiciousLocation => "it runs from where no program should",
        FindingKind.Fileless => "it runs from memory, or from a file without a path",
        FindingKind.PackageMismatch => "it differs from what its package installed",
        FindingKind.UnknownModule => "a kernel module that no package owns and no generation holds",
        FindingKind.KnownBad => "its path is an indicator of a threat group, or its content is in a list of known bad files",
        FindingKind.ListTampered => "the measurement list is not what the kernel wrote",
        FindingKind.SignatureInvalid => "an IMA signature by a known key does not verify",
        FindingKind.AppraisalFailed => "the kernel's own appraisal of a file failed",
        FindingKind.Technique => "an audit rule matched whose key names an ATT&CK technique",
        FindingKind.Violation => "the kernel could not vouch for what was read: it was being written",
        FindingKind.Unmeasurable => "the kernel could not hash it",
        FindingKind.EvidenceGap => "records are missing, or the two sources disagree",
        FindingKind.NoBaseline => "nothing has been captured yet that it could be compared with",
        _ => kind.Name(),
    };
}
