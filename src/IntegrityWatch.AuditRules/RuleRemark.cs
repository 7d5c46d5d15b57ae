namespace IntegrityWatch.AuditRules;

/// <summary>What there is to say of a line of a rules file.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">Which line of it, from 1.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">One sentence; it can hold words of the file.</param>
public sealed record RuleRemark(string File, int Line, RuleRemarkLevel Level, string Message);
