using IntegrityWatch.AuditRules;
using IntegrityWatch.AuditRules.Installation;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Reporting;

/// <summary>The fixed words of every output.</summary>
internal static class Names
{
    private const int ChainDigits = 12;

    /// <summary>The worst first.</summary>
    public static readonly IReadOnlyList<Severity> Severities =
        [Severity.Critical, Severity.High, Severity.Medium, Severity.Low, Severity.Info];

    public static string Name(this Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Medium => "medium",
        Severity.Low => "low",
        Severity.Info => "info",
    };

    public static string Name(this FindingState state) => state == FindingState.New ? "new" : "open";

    public static string Name(this KnownState state) => state switch
    {
        KnownState.Approved => "approved",
        KnownState.Superseded => "superseded",
        KnownState.Observed => "observed",
    };

    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Ok => "OK",
        Verdict.Warning => "WARNING",
        Verdict.Critical => "CRITICAL",
        Verdict.Unknown => "UNKNOWN",
    };

    /// <summary>Of one check among others, rather than of the whole.</summary>
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        Verdict.Critical => "critical",
        Verdict.Unknown => "unknown",
    };

    public static IEnumerable<string> List(this EvidenceSources sources)
    {
        if (sources.HasFlag(EvidenceSources.Ima))
            yield return "ima";
        if (sources.HasFlag(EvidenceSources.Audit))
            yield return "audit";
        if (sources.HasFlag(EvidenceSources.Disk))
            yield return "disk";
    }

    extension(Generation generation)
    {
        /// <summary>Enough digits of its chain to see that it is the one of yesterday.</summary>
        public string ShortChain => generation.Chain[..Math.Min(ChainDigits, generation.Chain.Length)];
    }

    public static string Name(this GenerationOrigin origin) => origin switch
    {
        GenerationOrigin.Capture => "capture",
        GenerationOrigin.Acceptance => "acceptance",
        GenerationOrigin.Import => "import",
        GenerationOrigin.Resolution => "resolution",
        GenerationOrigin.Undo => "undo",
        GenerationOrigin.Migration => "migration",
    };

    public static string Name(this FindingClosure closure) => closure switch
    {
        FindingClosure.Approved => "approved",
        FindingClosure.Waived => "waived",
        FindingClosure.Accepted => "accepted",
        FindingClosure.Resolved => "resolved",
        FindingClosure.Explained => "explained",
        FindingClosure.Expired => "expired",
        FindingClosure.Over => "over",
    };

    public static string Done(this DecisionVerb verb) => verb switch
    {
        DecisionVerb.Waive => "waived",
        DecisionVerb.Accept => "accepted",
        DecisionVerb.Resolve => "resolved",
    };

    public static string Name(this BaselineChange change) => (change.Before.Count, change.After.Count) switch
    {
        (0, _) => "added",
        (_, 0) => "removed",
        _ => "changed",
    };

    public static string Name(this TargetState state) => state switch
    {
        TargetState.New => "new",
        TargetState.Same => "same",
        TargetState.Changed => "changed",
        TargetState.Foreign => "foreign",
    };

    public static string Name(this RuleRemarkLevel level) => level switch
    {
        RuleRemarkLevel.Error => "error",
        RuleRemarkLevel.Warning => "warning",
        RuleRemarkLevel.Note => "note",
    };

    public static string Name(this CoverageState state) => state switch
    {
        CoverageState.Covered => "covered",
        CoverageState.Partly => "partly",
        CoverageState.Missed => "missed",
    };
}
