namespace IntegrityWatch.AuditRules.Installation;

/// <summary>What is left to do before installed rules hold.</summary>
/// <param name="Target">Of which file, see <see cref="RulesTarget.Name"/>.</param>
/// <param name="Text">What and why, in one line.</param>
/// <param name="Command">The command that does it; null where there is none.</param>
public sealed record NextStep(string Target, string Text, string? Command = null);
