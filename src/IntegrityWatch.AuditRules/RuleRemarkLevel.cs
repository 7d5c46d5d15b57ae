namespace IntegrityWatch.AuditRules;

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
