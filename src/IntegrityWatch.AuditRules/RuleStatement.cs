namespace IntegrityWatch.AuditRules;

/// <summary>A line of a rules file, understood.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Rule">The rule that it adds or removes; null for anything else.</param>
/// <param name="IsWatch">Written in the deprecated form, <c>-w</c>.</param>
/// <param name="Key">The key whose rules it throws away.</param>
internal sealed record RuleStatement(RuleStatementKind Kind, AuditRule? Rule = null, bool IsWatch = false, string? Key = null);
