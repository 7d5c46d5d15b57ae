namespace IntegrityWatch.AuditRules;

/// <summary>One word of a line of audit rules, as auditctl cuts it.</summary>
/// <param name="Text">Its text, escapes resolved.</param>
/// <param name="Bytes">Its length as the kernel would get it.</param>
internal readonly record struct RuleWord(string Text, int Bytes)
{
    /// <summary>What follows a beginning of ASCII characters.</summary>
    public RuleWord From(int start) => new(Text[start..], Bytes - start);
}
