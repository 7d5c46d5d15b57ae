using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting;

/// <summary>The fixed words of every output.</summary>
internal static class Names
{
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
}
