namespace IntegrityWatch.AuditRules;

/// <summary>How much of what the shipped rules tell of a technique other rules tell too.</summary>
public enum CoverageState
{
    Covered,
    Partly,
    Missed,
}
