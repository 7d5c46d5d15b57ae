using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.AuditRules;

/// <summary>
/// Puts one rule together from its options, and refuses what auditctl and the kernel refuse. A FormatException says why.
/// </summary>
/// <param name="isListing">True for what <c>auditctl -l</c> printed: it shows numbers where it takes names only, and all of it is loaded.</param>
/// <param name="host">Which is to load it.</param>
internal sealed class RuleBuilder(bool isListing, RuleHost host)
{
    private const int MostKeyBytes = 256;
    private const int MostFields = 63;
    private const int MostPathBytes = 4096;

    private static readonly string[] Lists = ["task", "exit", "user", "exclude", "filesystem", "io_uring"];
    private static readonly string[] Comparable =
        ["auid", "uid", "euid", "suid", "fsuid", "obj_uid", "gid", "egid", "sgid", "fsgid", "obj_gid"];
    private static readonly string[] Arches64 = ["b64", "x86_64", "aarch64", "ppc64", "ppc64le", "s390x", "riscv64"];
    private static readonly string[] Arches32 =
    [
        "b32", "i386", "i486", "i586", "i686", "arm", "armeb", "armv5tejl", "armv5tel", "armv6l", "armv7l", "armv8l", "ppc",
        "s390", "riscv32",
    ];
    private static readonly string[] FileSystems = ["tracefs", "debugfs", "cgroup", "cgroup2"];

    private readonly HashSet<string> calls = new(StringComparer.Ordinal);
    private readonly List<string> conditions = [];
    private readonly List<string> keys = [];
    private readonly List<string> doubts = [];
    private string? list;
    private string? action;
    private string? arch;
    private string? watched;
    private string? permissions;
    private int keyBytes;
    private int fields;
    private bool hasCalls;
    private bool asksForAll;
    private bool isFile;
    private bool isFolder;
    private bool narrows;

    /// <summary>What may keep it from loading, and cannot be told for certain.</summary>
    public IReadOnlyList<string> Doubts => doubts;

    /// <summary>True where the rule says neither to record nor not to: auditctl leaves it out without a word.</summary>
    public bool IsOfThePast => action == "possible";

    /// <param name="value">List and action with a comma between, in either order.</param>
    public void Start(string value)
    {
        if (list is not null)
            throw new FormatException("a line can add or remove one rule only");
        var parts = value.Split(',');
        var chosen = parts.FirstOrDefault(Lists.Contains);
        var done = parts.FirstOrDefault(part => part is "always" or "never" or "possible");
        if (parts.Length != 2 || chosen is null || done is null)
            throw new FormatException($"no list and action: {value}");
        if (chosen == "task" && hasCalls)
            throw new FormatException("a rule of the task list names no system call");
        (list, action) = (chosen, done);
    }

    /// <summary>The form <c>-w</c>.</summary>
    public void Watch(string path)
    {
        if (list is not null)
            throw new FormatException("a watch stands in a line of its own");
        if (!path.StartsWith('/'))
            throw new FormatException($"a path begins with /: {path}");
        (list, action, asksForAll) = ("exit", "always", true);
        watched = path.Length > 1 ? path.TrimEnd('/') : path;
        (isFile, isFolder, narrows) = (true, true, true);
    }

    public void Call(string names)
    {
        if (list is "task" or "user" or "filesystem" or "exclude")
            throw new FormatException($"a rule of the {list} list names no system call");
        foreach (var name in names.Split(',', StringSplitOptions.RemoveEmptyEntries))
            if (name == "all")
                asksForAll = true;
            else
            {
                if (list != "io_uring" && SystemCalls.Ask(name, arch, isListing ? SystemCalls.Newest : host.Auditctl) is { } doubt)
                    Refuse(doubt.Message, doubt.IsCertain);
                calls.Add(name);
            }
        hasCalls = true;
    }

    public void Permit(string value)
    {
        if (list is null)
            throw new FormatException("-p needs a watch before it");
        SetPermissions(value);
    }

    public void Key(RuleWord value)
    {
        if (value.Text.Length == 0)
            return;
        keyBytes += value.Bytes + (keys.Count > 0 ? 1 : 0);
        if (keyBytes > MostKeyBytes)
            throw new FormatException($"the keys have {keyBytes} bytes, and {MostKeyBytes} is the most");
        keys.Add(value.Text);
    }

    /// <summary>The form <c>-k</c>, which wants what it is the key of before it.</summary>
    public void ShortKey(RuleWord value)
    {
        if (list is null || !CanHaveKey)
            throw new FormatException("-k needs a watch or a system call before it");
        Key(value);
    }

    /// <param name="pair">As in <c>-C uid!=euid</c>.</param>
    public void Compare(string pair)
    {
        var (name, comparison, value) = RuleComparison.Parse(pair);
        if (comparison is not ("=" or "!="))
            throw new FormatException($"fields are compared with = and != only: {pair}");
        foreach (var field in (string[])[name, value])
            if (!Comparable.Contains(field))
                throw new FormatException($"not a field to compare: {field}");
        AddCondition(pair);
    }

    /// <param name="pair">As in <c>-F auid>=1000</c>.</param>
    public void Field(RuleWord pair)
    {
        if (list is null)
            throw new FormatException("-F stands before -a");
        if (pair.Text.StartsWith("key=", StringComparison.Ordinal))
        {
            Key(pair.From("key=".Length));
            return;
        }
        var asked = RuleComparison.Parse(pair.Text);
        var name = asked.Field;
        if (!RuleField.TryFind(name, out var field))
            throw new FormatException($"no such field: {name}");
        if (field.ExitOnly && list != "exit")
            throw new FormatException($"{name} is for the exit list only");
        Add(field.Kind, asked with { Field = name.ToLowerInvariant() });
    }

    public AuditRule Build()
    {
        if (list is null)
            throw new FormatException("no list is named, as in -a always,exit");
        if (keys.Count > 0 && !CanHaveKey)
            throw new FormatException("a key needs a system call, a path, permissions or a program beside it");
        return new AuditRule
        {
            List = list,
            IsRecorded = action == "always",
            Arch = arch,
            Path = watched,
            IsFile = isFile,
            IsFolder = isFolder,
            Permissions = permissions,
            Calls = asksForAll ? new HashSet<string>() : calls,
            Conditions = [.. conditions.Order(StringComparer.Ordinal)],
            Keys = keys,
        };
    }

    private bool CanHaveKey => hasCalls || narrows;

    private void Add(RuleFieldKind kind, RuleComparison asked)
    {
        var (name, comparison, value) = asked;
        var isNumber = char.IsAsciiDigit(value[0]);
        var isSigned = isNumber || (value.Length > 1 && value[0] == '-' && char.IsAsciiDigit(value[1]));
        switch (kind)
        {
            case RuleFieldKind.Arch:
                SetArch(comparison, value);
                return;
            case RuleFieldKind.Path:
                SetPath(name, comparison, value);
                return;
            case RuleFieldKind.Permissions:
                if (comparison != "=")
                    throw new FormatException("perm takes = only");
                SetPermissions(value);
                return;
            case RuleFieldKind.Program:
                if (!value.StartsWith('/'))
                    throw new FormatException($"a path begins with /: {value}");
                OnlyEquality(name, comparison);
                narrows = true;
                break;
            case RuleFieldKind.User when !isSigned && value != "unset":
                CheckAccount("user", value, host.Users);
                break;
            case RuleFieldKind.Group when !isNumber:
                CheckAccount("group", value, host.Groups);
                break;
            case RuleFieldKind.Number when !isNumber:
            case RuleFieldKind.Argument when !isSigned:
                throw new FormatException($"{name} is compared with a number: {value}");
            case RuleFieldKind.Exit when !isSigned && !value.TrimStart('-').StartsWith('E'):
                throw new FormatException($"exit is compared with a number or an error's name: {value}");
            case RuleFieldKind.FileType when !(RuleComparison.IsFileType(value) || (isListing && isNumber)):
                throw new FormatException($"no such type of file: {value}");
            case RuleFieldKind.FileSystem:
                if (list != "filesystem")
                    throw new FormatException("fstype is for the filesystem list only");
                if (!isNumber && !FileSystems.Contains(value))
                    throw new FormatException($"auditctl knows no such file system: {value}");
                OnlyEquality(name, comparison);
                narrows = true;
                break;
            case RuleFieldKind.Message when list is not ("exclude" or "user"):
                throw new FormatException("msgtype is for the lists exclude and user only");
        }
        if (name == "inode")
            OnlyEquality(name, comparison);
        AddCondition(asked.Plain);
    }

    private void CheckAccount(string what, string name, AccountNames? known)
    {
        if (isListing || known is null || known.Has(name))
            return;
        Refuse(known.MayBeElsewhere
            ? $"no {what} of this name is in /{known.File}, and where else the host looks cannot be asked when rules are loaded at boot: {name}"
            : $"no {what} of this name is in /{known.File}: {name}", isCertain: !known.MayBeElsewhere);
    }

    private void Refuse(string message, bool isCertain)
    {
        if (isCertain)
            throw new FormatException(message);
        doubts.Add(message);
    }

    private void SetArch(string comparison, string value)
    {
        if (hasCalls)
            throw new FormatException("arch stands behind -S");
        OnlyEquality("arch", comparison);
        var found = Arches64.Contains(value) ? "b64" : Arches32.Contains(value) ? "b32" : null;
        if (found is null && !char.IsAsciiDigit(value[0]))
            throw new FormatException($"no such architecture: {value}");
        if (comparison == "=" && found is not null)
            arch = found;
        else
            AddCondition($"arch{comparison}{value}");
    }

    private void SetPath(string name, string comparison, string value)
    {
        if (comparison != "=")
            throw new FormatException($"{name} takes = only");
        if (!value.StartsWith('/'))
            throw new FormatException($"a path begins with /: {value}");
        if (watched is not null)
            throw new FormatException("a rule can name one path or folder only");
        if (value.Length > MostPathBytes)
            throw new FormatException($"a path has at most {MostPathBytes} bytes");
        isFolder = name == "dir";
        isFile = !isFolder;
        if (isFile && value.EndsWith('/'))
            throw new FormatException($"a file's path does not end in / (a folder is named with dir=): {value}");
        watched = value.Length > 1 ? value.TrimEnd('/') : value;
        narrows = true;
        Count();
    }

    private void SetPermissions(string value)
    {
        var asked = value.ToLowerInvariant();
        if (asked.Length is 0 or > 4 || asked.Any(letter => !"rwxa".Contains(letter)))
            throw new FormatException($"permissions are r, w, x and a, each once: {value}");
        permissions = string.Concat("rwxa".Where(asked.Contains));
        narrows = true;
        Count();
    }

    private void AddCondition(string condition)
    {
        conditions.Add(condition);
        Count();
    }

    private void Count()
    {
        if (++fields > MostFields)
            throw new FormatException($"a rule has at most {MostFields} fields");
    }

    private static void OnlyEquality(string name, string comparison)
    {
        if (comparison is not ("=" or "!="))
            throw new FormatException($"{name} takes = and != only");
    }
}
