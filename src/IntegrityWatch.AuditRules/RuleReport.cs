using IntegrityWatch.Detection;

namespace IntegrityWatch.AuditRules;

/// <summary>What came of looking through audit rules.</summary>
public sealed record RuleReport
{
    /// <summary>What was looked through, as it was named.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>How many rules are loaded in the end.</summary>
    public required int Rules { get; init; }

    /// <summary>True where a line keeps every system call from being audited, whatever the others say.</summary>
    public bool IsSilenced { get; init; }

    /// <summary>The techniques that keys of loaded rules name, by their ids of today.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    /// <summary>Of each source: line by line, then what concerns several lines.</summary>
    public required IReadOnlyList<RuleRemark> Remarks { get; init; }

    /// <summary>Of every technique that the shipped rules tell of, in their order.</summary>
    public required IReadOnlyList<TechniqueCoverage> Techniques { get; init; }

    /// <summary>
    /// Critical where a line does not load; warning where one does not do what it seems to, or where a technique is missed that
    /// no host should be without.
    /// </summary>
    public Verdict Verdict =>
        Remarks.Any(remark => remark.Level == RuleRemarkLevel.Error) ? Verdict.Critical
        : Remarks.Any(remark => remark.Level == RuleRemarkLevel.Warning) || Techniques.Any(IsBadlyMissed) ? Verdict.Warning
        : Verdict.Ok;

    private static bool IsBadlyMissed(TechniqueCoverage coverage) =>
        coverage.State == CoverageState.Missed && ShippedRules.Essential.Contains(coverage.Technique.Id);
}

/// <summary>What there is to say of a line of a rules file.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">Which line of it, from 1.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">One sentence; it can hold words of the file.</param>
public sealed record RuleRemark(string File, int Line, RuleRemarkLevel Level, string Message);

/// <summary>How much a remark on a line matters.</summary>
public enum RuleRemarkLevel
{
    /// <summary>Works, and is worth knowing.</summary>
    Note,

    /// <summary>Loads, and does not do what it seems to.</summary>
    Warning,

    /// <summary>Does not load.</summary>
    Error,
}
