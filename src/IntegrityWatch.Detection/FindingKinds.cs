using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection;

/// <summary>The table of the kinds of findings: all that is known of each, but its name.</summary>
public static class FindingKinds
{
    private const string Id = "ID";
    private const string Investigate = "find out who started it and how it came there before anything is removed; keep a copy of the file, the "
        + "measurement list and the audit log";
    private const string Accept = $"if it belongs there: integritywatch accept {Id} --reason TEXT";

    /// <summary>The rule of an old version that the initramfs still holds.</summary>
    internal const string InitramfsRule = "initramfs-copy";

    /// <summary>In the order of the enum, whose members count from zero.</summary>
    private static readonly FindingKindFacts[] Table = [.. Enum.GetValues<FindingKind>().Select(Describe)];

    public static FindingKindFacts Facts(this FindingKind kind) => Table[(int)kind];

    public static bool IsEvent(this FindingKind kind) => kind.Facts().Lifetime == FindingLifetime.Event;

    public static bool IsOfIncident(this FindingKind kind) => kind.Facts().Group == FindingGroup.Incident;

    public static bool IsDrift(this FindingKind kind) => kind.Facts().Group == FindingGroup.Drift;

    /// <summary>Bad in itself, whatever is approved: only a waiver for exactly this kind, path and digest silences it.</summary>
    public static bool IsCircumstance(this FindingKind kind) =>
        kind.Facts().Group == FindingGroup.Circumstance || kind is FindingKind.SignatureInvalid or FindingKind.UnknownModule;

    /// <summary>What to do next about a finding.</summary>
    public static string AdviceFor(Finding finding) =>
        finding.Rule == InitramfsRule ? $"make the initramfs anew (update-initramfs -u, dracut --force); {Accept.Replace(Id, finding.Id)}"
        : finding.Explained && finding.Kind.IsDrift()
            ? "a package accounts for it: once all is patched, integritywatch baseline capture"
            : finding.Kind.Facts().Advice.Replace(Id, finding.Id);

    private static FindingKindFacts Describe(FindingKind kind) => kind switch
    {
        FindingKind.ListTampered => new()
        {
            Group = FindingGroup.Incident,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.Never,
            Severity = Severity.Critical,
            Techniques = ["T1565.001", "T1070"],
            Meaning = "the measurement list is not what the kernel wrote",
            Detail = "an entry does not match its own hash, the list does not lead to what the TPM holds, or it shrank within a boot",
            Advice = "trust nothing that this host says: integritywatch verify names the entry; keep the list and the TPM's quote",
            Ecs = new(["intrusion_detection", "host"], "info"),
        },
        FindingKind.KnownBad => new()
        {
            Group = FindingGroup.Circumstance,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.WhereNamed,
            Severity = Severity.Critical,
            Techniques = ["T1204.002"],
            Meaning = "its path is an indicator of a threat group, or its content is in a list of known bad files",
            Advice = $"take the host for compromised: {Investigate}; what the indicator names beside it may be there too",
            Ecs = new(["malware", "file"], "info"),
        },
        FindingKind.PackageMismatch => new()
        {
            Group = FindingGroup.Circumstance,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.WhereNamed,
            Severity = Severity.Critical,
            Techniques = ["T1554"],
            Meaning = "it differs from what its package installed",
            Advice = $"take the host for compromised: {Investigate}; then install the package again from a clean source",
            Ecs = new(["file", "package"], "change"),
        },
        FindingKind.Fileless => new()
        {
            Group = FindingGroup.Circumstance,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.WhereNamed,
            Severity = Severity.Critical,
            Techniques = ["T1620"],
            Meaning = "it runs from memory, or from a file without a path",
            Advice = $"take the host for compromised until it is explained: {Investigate}",
            Ecs = new(["process"], "start"),
        },
        FindingKind.SuspiciousLocation => new()
        {
            Group = FindingGroup.Circumstance,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.ByDefault,
            Severity = Severity.High,
            SeverityNote = "by the place, and critical with a false name such as java or kworkerds",
            Techniques = [],
            Meaning = "it runs from where no program should",
            Detail = "/tmp, /var/tmp, /dev/shm, a spool, a hidden folder ...",
            Advice = $"take the host for compromised until it is explained: {Investigate}",
            Ecs = new(["file", "process"], "access"),
        },
        FindingKind.RevertedFile => new()
        {
            Group = FindingGroup.Drift,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.WhereNamed,
            Severity = Severity.High,
            Techniques = ["T1562.010"],
            Meaning = "content that a later generation had moved on from is used again",
            Advice = "an old version may hold a mended hole again: ask who went back to it, or install the newer one again",
            Ecs = new(["file"], "change"),
        },
        FindingKind.AlteredFile => new()
        {
            Group = FindingGroup.Drift,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.ByDefault,
            Severity = Severity.High,
            SeverityNote = "low where a package's upgrade explains it",
            Techniques = ["T1554"],
            Meaning = "its path is approved, this content never was",
            Advice = $"ask who changed it, and when; {Accept}; otherwise install its package again and {Investigate}",
            Ecs = new(["file"], "change"),
        },
        FindingKind.UnknownModule => new()
        {
            Group = FindingGroup.Drift,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.WhereNamed,
            Severity = Severity.High,
            Techniques = ["T1547.006"],
            Meaning = "a kernel module that no package owns and no generation holds",
            Advice = $"ask who installed it; {Accept}",
            Ecs = new(["driver"], "start"),
        },
        FindingKind.SignatureInvalid => new()
        {
            Group = FindingGroup.Incident,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.Never,
            Severity = Severity.High,
            Techniques = ["T1554"],
            Meaning = "an IMA signature by a known key does not verify",
            Advice = "check the file's signature and content on another host",
            Ecs = new(["file"], "access"),
        },
        FindingKind.AppraisalFailed => new()
        {
            Group = FindingGroup.Incident,
            Lifetime = FindingLifetime.Event,
            PathRules = PathRuleScope.Never,
            Severity = Severity.High,
            Techniques = ["T1554"],
            Meaning = "the kernel's own appraisal of a file failed",
            Advice = "check the file's signature and content on another host",
            Ecs = new(["file"], "access"),
            Message = cause => $"the kernel's appraisal of it failed: {KernelWord(cause)}",
        },
        FindingKind.CopiedFile => new()
        {
            Group = FindingGroup.Drift,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.ByDefault,
            Severity = Severity.Medium,
            SeverityNote = "high where users can write",
            Techniques = ["T1036.003"],
            Meaning = "its content is approved elsewhere, and is used from here",
            Advice = $"ask who installed it; {Accept}",
            Ecs = new(["file"], "creation"),
        },
        FindingKind.NewFile => new()
        {
            Group = FindingGroup.Drift,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.ByDefault,
            Severity = Severity.Medium,
            SeverityNote = "low where a package's installation explains it",
            Techniques = ["T1105"],
            Meaning = "it was used, and no generation of the baseline holds its path",
            Advice = $"ask who installed it; {Accept}",
            Ecs = new(["file"], "creation"),
        },
        FindingKind.Technique => new()
        {
            Group = FindingGroup.Incident,
            Lifetime = FindingLifetime.Event,
            PathRules = PathRuleScope.ByDefault,
            Severity = Severity.Info,
            SeverityNote = "by the policy where it is rare on a healthy host",
            Techniques = [],
            Meaning = "an audit rule matched whose key names an ATT&CK technique",
            Advice = $"ask who did it and why; it is an event, and closes by itself after some days; {Accept}",
            Ecs = new(["intrusion_detection", "process"], "info"),
        },
        FindingKind.Violation => new()
        {
            Group = FindingGroup.Incident,
            Lifetime = FindingLifetime.Event,
            PathRules = PathRuleScope.WhereNamed,
            Severity = Severity.Medium,
            Techniques = ["T1554"],
            Meaning = "the kernel could not vouch for what was read: it was being written",
            Advice = "the file was written while it was read, so its hash vouches for nothing: look who wrote it",
            Ecs = new(["file"], "access"),
            Message = cause => $"the kernel could not vouch for what was read: {Violation(cause)}",
        },
        FindingKind.Unmeasurable => new()
        {
            Group = FindingGroup.Incident,
            Lifetime = FindingLifetime.Event,
            PathRules = PathRuleScope.WhereNamed,
            Severity = Severity.Medium,
            Techniques = [],
            Meaning = "the kernel could not hash it",
            Advice = "the kernel could not hash it: look at the file system that it lies on",
            Ecs = new(["file"], "access"),
            Message = _ => "the kernel could not hash it, so nobody knows what ran",
        },
        FindingKind.EvidenceGap => new()
        {
            Group = FindingGroup.Incident,
            Lifetime = FindingLifetime.Event,
            PathRules = PathRuleScope.Never,
            Severity = Severity.Medium,
            Techniques = ["T1562.012"],
            Meaning = "records are missing, or the two sources disagree",
            Detail = "the audit log tells of a use that this boot's list lacks",
            Advice = "find out what removed the records, and enlarge the audit log or its backlog where it was load",
            Ecs = new(["host"], "info"),
        },
        FindingKind.NoBaseline => new()
        {
            Group = FindingGroup.Host,
            Lifetime = FindingLifetime.State,
            PathRules = PathRuleScope.Never,
            Severity = Severity.Low,
            Techniques = [],
            Meaning = "nothing has been captured yet that it could be compared with",
            Advice = "integritywatch baseline capture",
            Ecs = new(["configuration"], "info"),
        },
    };

    private static string Violation(string? cause) => cause switch
    {
        "ToMToU" => "it was opened for writing while it was in use (ToMToU)",
        "open_writers" => "it was open for writing at the time (open-writers)",
        _ => "it was being written at the time",
    };

    /// <summary>A word of the kernel's is letters and marks between them; anything else is not repeated.</summary>
    private static string KernelWord(string? cause) =>
        cause is { Length: > 0 and <= 64 } && cause.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or ' ' or '(' or ')')
            ? cause
            : "for a reason that is not known here";
}
