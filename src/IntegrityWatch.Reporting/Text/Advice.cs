using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What to do next about a finding.</summary>
internal static class Advice
{
    private const string Investigate = "find out who started it and how it came there before anything is removed; keep a copy of the file, the "
        + "measurement list and the audit log";

    public static string For(Finding finding) => finding.Kind switch
    {
        FindingKind.KnownBad => $"take the host for compromised: {Investigate}; what the indicator names beside it may be there too",
        _ when finding is { Explanation: not null, Severity: <= Severity.Low } =>
            "a package accounts for it: once all is patched, integritywatch baseline capture",
        FindingKind.NewFile or FindingKind.CopiedFile or FindingKind.UnknownModule => $"ask who installed it; {Accept(finding)}",
        FindingKind.AlteredFile => $"ask who changed it, and when; {Accept(finding)}; otherwise install its package again and {Investigate}",
        FindingKind.RevertedFile => "an old version may hold a mended hole again: ask who went back to it, or install the newer one again",
        FindingKind.PackageMismatch => $"take the host for compromised: {Investigate}; then install the package again from a clean source",
        FindingKind.SuspiciousLocation or FindingKind.Fileless => $"take the host for compromised until it is explained: {Investigate}",
        FindingKind.ListTampered => "trust nothing that this host says: integritywatch verify names the entry; keep the list and the TPM's quote",
        FindingKind.AppraisalFailed or FindingKind.SignatureInvalid => "check the file's signature and content on another host",
        FindingKind.Technique => $"ask who did it and why; it is an event, and closes by itself after some days; {Accept(finding)}",
        FindingKind.Violation => "the file was written while it was read, so its hash vouches for nothing: look who wrote it",
        FindingKind.Unmeasurable => "the kernel could not hash it: look at the file system that it lies on",
        FindingKind.EvidenceGap => "find out what removed the records, and enlarge the audit log or its backlog where it was load",
        _ => "integritywatch baseline capture",
    };

    private static string Accept(Finding finding) => $"if it belongs there: integritywatch accept {finding.Id} --reason TEXT";
}
