namespace IntegrityWatch.AuditRules.Installation;

/// <summary>A file of rules, and where a host loads it from.</summary>
public sealed class RulesTarget
{
    /// <summary>Of /etc itself, in a tree that has none yet.</summary>
    public const UnixFileMode TopMode = ForOwner | ForGroup | ForOthers;

    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ForGroup = UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode ForOthers = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// augenrules(8) joins all .rules files of the folder, by name; auditd's packages keep folder and files from others, and
    /// auditctl refuses rules that others can write.
    /// </summary>
    public static readonly RulesTarget Auditd =
        new("auditd", ["etc", "audit", "rules.d"], "60-integritywatch.rules", ForOwner | ForGroup, ShippedRules.OpenAuditRules);

    /// <summary>
    /// systemd, where it was built with IMA, gives this file to the kernel before it starts anything else: first its name, then,
    /// where the kernel refuses that, its lines one by one. Not in a container, and not where the kernel takes no policy (any more).
    /// </summary>
    public static readonly RulesTarget Ima =
        new("ima", ["etc", "ima"], "ima-policy", TopMode, ShippedRules.OpenImaPolicy);

    private RulesTarget(string name, IReadOnlyList<string> folders, string fileName, UnixFileMode folderMode, Func<Stream> open)
    {
        Name = name;
        Folders = folders;
        FileName = fileName;
        FolderMode = folderMode;
        using var stream = open();
        Content = new byte[stream.Length];
        stream.ReadExactly(Content);
    }

    public static IReadOnlyList<RulesTarget> All { get; } = [Auditd, Ima];

    /// <summary>As the command line names it.</summary>
    public string Name { get; }

    /// <summary>The folder under the root, name by name.</summary>
    public IReadOnlyList<string> Folders { get; }

    public string FileName { get; }

    /// <summary>Of the folders below /etc that have to be made.</summary>
    public UnixFileMode FolderMode { get; }

    /// <summary>The file's own: auditd's packages give their rules the same.</summary>
    public static UnixFileMode FileMode => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>What ships.</summary>
    public byte[] Content { get; }

    /// <summary>True where a file begins as every version of it did that shipped.</summary>
    public bool IsOurs(ReadOnlySpan<byte> content) => content.StartsWith(Content.AsSpan(0, Content.AsSpan().IndexOf((byte)':') + 1));
}
