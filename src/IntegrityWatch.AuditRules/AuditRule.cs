namespace IntegrityWatch.AuditRules;

/// <summary>One audit rule: what it fits, and the keys that it gives.</summary>
internal sealed record AuditRule
{
    /// <summary>exit, task, user, exclude, filesystem or io_uring.</summary>
    public required string List { get; init; }

    /// <summary>True where it records what it fits, false where it keeps it from being recorded.</summary>
    public required bool IsRecorded { get; init; }

    /// <summary><c>b64</c> or <c>b32</c>; null where it fits both, which is so without <c>arch</c>.</summary>
    public string? Arch { get; init; }

    /// <summary>The file or folder; null where the rule names none.</summary>
    public string? Path { get; init; }

    /// <summary>Fits the path itself. A <c>-w</c> is about a file or a folder: auditctl looks which it is.</summary>
    public bool IsFile { get; init; }

    /// <summary>Fits the path and all below it.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Which of r, w, x and a it fits, in this order; null where it does not ask.</summary>
    public string? Permissions { get; init; }

    /// <summary>System calls by name or number; none where it fits all.</summary>
    public required IReadOnlySet<string> Calls { get; init; }

    /// <summary>Every further condition, its number in decimal, in order of text.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Equal for rules that the kernel takes for the same: it refuses the second.</summary>
    public string Identity => string.Join('\n', [List, $"{IsRecorded}", $"{Arch}", $"{Path}", $"{IsFolder}", $"{Permissions}",
        string.Join(',', Calls.Order(StringComparer.Ordinal)), .. Conditions, "keys", .. Keys]);

    /// <summary>A rule of the task list that fits every process: no system call is ever audited then.</summary>
    public bool SilencesAll => List == "task" && !IsRecorded && Conditions.Count == 0;
}
