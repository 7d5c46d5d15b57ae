namespace IntegrityWatch.AuditRules;

/// <summary>What a line of a rules file does.</summary>
internal enum RuleStatementKind
{
    /// <summary>Sets something that decides nothing here, such as the backlog.</summary>
    Setting,
    Add,
    Remove,

    /// <summary><c>-D</c>: throws away every rule so far.</summary>
    Clear,

    /// <summary><c>-D -k</c>: throws away the rules of a key.</summary>
    ClearKey,

    /// <summary><c>-i</c> or <c>-c</c>: a line that is refused no longer ends the load.</summary>
    GoOn,

    /// <summary><c>-e 0</c>: no events from here on.</summary>
    Disable,

    /// <summary><c>-e 2</c>: no changes from here on.</summary>
    Lock,
}
