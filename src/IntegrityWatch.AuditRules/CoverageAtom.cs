namespace IntegrityWatch.AuditRules;

/// <summary>The smallest thing that a rule can tell of: one architecture, one path, one permission or system call.</summary>
/// <param name="Rule">The rule that asks for it.</param>
/// <param name="What">A permission's letter, or a system call's name.</param>
internal sealed record CoverageAtom(AuditRule Rule, string What)
{
    // What the kernel takes for writing (its class AUDIT_CLASS_WRITE), as far as the shipped rules name it.
    private static readonly HashSet<string> Writing =
        ["open", "openat", "creat", "truncate", "truncate64", "unlink", "unlinkat", "rename", "renameat", "renameat2"];

    private bool IsPermission => What.Length == 1;

    public static IEnumerable<CoverageAtom> Of(AuditRule rule) => rule.Permissions is { } permissions
        ? permissions.Select(letter => new CoverageAtom(rule, letter.ToString()))
        : rule.Calls.Order(StringComparer.Ordinal).Select(call => new CoverageAtom(rule, call));

    /// <summary>True where that rule records this, if its further conditions are met.</summary>
    public bool IsWithin(AuditRule other) => other is { List: "exit", IsRecorded: true }
        && (other.Arch is null || other.Arch == Rule.Arch)
        && IsPathWithin(other)
        && (IsPermission ? IsPermissionWithin(other) : IsCallWithin(other));

    /// <summary>What that rule asks for beyond this.</summary>
    public IReadOnlyList<string> Narrowed(AuditRule other) => [.. other.Conditions.Except(Rule.Conditions)];

    private bool IsPermissionWithin(AuditRule other) =>
        (other.Permissions is null || other.Permissions.Contains(What[0]))
        && (other.Calls.Count == 0 || (What == "x" && other.Calls.Contains("execve")));

    private bool IsCallWithin(AuditRule other) =>
        (other.Calls.Count == 0 || other.Calls.Contains(What))
        && (other.Permissions is null || (other.Permissions.Contains('w') && Writing.Contains(What)));

    private bool IsPathWithin(AuditRule other)
    {
        if (other.Path is null)
            return true;
        if (Rule.Path is null)
            return false;
        var wanted = Merged(Rule.Path);
        var given = Merged(other.Path);
        if (wanted == given)
            return other.IsFolder || !Rule.IsFolder;
        return other.IsFolder && (given == "/" || wanted.StartsWith(given + "/", StringComparison.Ordinal));
    }

    /// <summary>The places that are one on today's hosts: /bin is /usr/bin, /var/run is /run.</summary>
    private static string Merged(string path)
    {
        foreach (var folder in (string[])["/bin", "/sbin", "/lib", "/lib64"])
            if (path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal))
                return "/usr" + path;
        return path.StartsWith("/var/run/", StringComparison.Ordinal) ? path["/var".Length..] : path;
    }
}
