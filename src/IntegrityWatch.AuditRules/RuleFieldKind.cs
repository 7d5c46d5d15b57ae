namespace IntegrityWatch.AuditRules;

/// <summary>What a field of a rule is compared with.</summary>
internal enum RuleFieldKind
{
    Number,

    /// <summary>A number, negative too, or anything else that auditctl does not refuse.</summary>
    Anything,

    /// <summary>A number, negative too.</summary>
    Argument,
    User,
    Group,
    Text,
    Arch,
    Place,
    Program,
    Permissions,
    Exit,
    FileType,
    FileSystem,
    Message,
    Key,
}
