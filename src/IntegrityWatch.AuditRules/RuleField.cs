namespace IntegrityWatch.AuditRules;

/// <summary>A field that a rule can ask for.</summary>
/// <param name="Kind">What it is compared with.</param>
/// <param name="ExitOnly">Whether only rules of the exit list may ask for it.</param>
internal readonly record struct RuleField(RuleFieldKind Kind, bool ExitOnly = false)
{
    // auditctl's table (lib/fieldtab.h) with what it asks of each (audit_rule_fieldpair_data).
    private static readonly Dictionary<string, RuleField> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pid"] = new(RuleFieldKind.Number),
        ["ppid"] = new(RuleFieldKind.Number, ExitOnly: true),
        ["uid"] = new(RuleFieldKind.User),
        ["euid"] = new(RuleFieldKind.User),
        ["suid"] = new(RuleFieldKind.User),
        ["fsuid"] = new(RuleFieldKind.User),
        ["auid"] = new(RuleFieldKind.User),
        ["loginuid"] = new(RuleFieldKind.User),
        ["obj_uid"] = new(RuleFieldKind.User),
        ["gid"] = new(RuleFieldKind.Group),
        ["egid"] = new(RuleFieldKind.Group),
        ["sgid"] = new(RuleFieldKind.Group),
        ["fsgid"] = new(RuleFieldKind.Group),
        ["obj_gid"] = new(RuleFieldKind.Group),
        ["pers"] = new(RuleFieldKind.Number),
        ["arch"] = new(RuleFieldKind.Arch),
        ["msgtype"] = new(RuleFieldKind.Message),
        ["subj_user"] = new(RuleFieldKind.Text),
        ["subj_role"] = new(RuleFieldKind.Text),
        ["subj_type"] = new(RuleFieldKind.Text),
        ["subj_sen"] = new(RuleFieldKind.Text),
        ["subj_clr"] = new(RuleFieldKind.Text),
        ["obj_user"] = new(RuleFieldKind.Text, ExitOnly: true),
        ["obj_role"] = new(RuleFieldKind.Text, ExitOnly: true),
        ["obj_type"] = new(RuleFieldKind.Text, ExitOnly: true),
        ["obj_lev_low"] = new(RuleFieldKind.Text, ExitOnly: true),
        ["obj_lev_high"] = new(RuleFieldKind.Text, ExitOnly: true),
        ["sessionid"] = new(RuleFieldKind.Anything),
        ["devmajor"] = new(RuleFieldKind.Number, ExitOnly: true),
        ["devminor"] = new(RuleFieldKind.Number, ExitOnly: true),
        ["inode"] = new(RuleFieldKind.Number, ExitOnly: true),
        ["exit"] = new(RuleFieldKind.Exit, ExitOnly: true),
        ["success"] = new(RuleFieldKind.Number, ExitOnly: true),
        ["path"] = new(RuleFieldKind.Path, ExitOnly: true),
        ["dir"] = new(RuleFieldKind.Path, ExitOnly: true),
        ["perm"] = new(RuleFieldKind.Permissions, ExitOnly: true),
        ["filetype"] = new(RuleFieldKind.FileType, ExitOnly: true),
        ["fstype"] = new(RuleFieldKind.FileSystem),
        ["a0"] = new(RuleFieldKind.Argument),
        ["a1"] = new(RuleFieldKind.Argument),
        ["a2"] = new(RuleFieldKind.Argument),
        ["a3"] = new(RuleFieldKind.Argument),
        ["saddr_fam"] = new(RuleFieldKind.Number),
        ["exe"] = new(RuleFieldKind.Program),
        ["key"] = new(RuleFieldKind.Key),
    };

    public static bool TryFind(string name, out RuleField field) => Fields.TryGetValue(name, out field);
}

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
    Path,
    Program,
    Permissions,
    Exit,
    FileType,
    FileSystem,
    Message,
    Key,
}
