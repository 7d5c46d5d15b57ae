namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>A SYSCALL record (1300): the state of the process when the call returned.</summary>
public sealed record AuditSyscall
{
    /// <summary>AUDIT_KEY_SEPARATOR: where several rules matched.</summary>
    private const char KeySeparator = '\u0001';

    /// <summary>The call's number on its architecture; null where the record does not say.</summary>
    public int? Number { get; init; }

    /// <summary>The call's name where auditd appended it.</summary>
    public string? Name { get; init; }

    /// <summary>Null where the kernel could not tell whether the call returned a value.</summary>
    public bool? Success { get; init; }

    public required ProcessInfo Process { get; init; }

    /// <summary>The name of the login id where auditd appended it.</summary>
    public string? LoginUser { get; init; }

    /// <summary>The security label of the process when the call returned: after an exec, the new program's. Null where the record has none.</summary>
    public string? Label { get; init; }

    /// <summary>See <see cref="Uses.LogPlace"/>.</summary>
    public long Fingerprint { get; init; }

    /// <summary>The keys of the audit rules that matched.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    internal static AuditSyscall Parse(ReadOnlySpan<byte> body, DateTimeOffset time)
    {
        int? number = null;
        string? name = null;
        bool? success = null;
        IReadOnlyList<string> keys = [];
        var process = new AuditProcessFields();
        foreach (var field in new AuditFields(body))
        {
            if (process.Take(field)) continue;
            if (field.Is("syscall"u8)) number = field.ToInt32();
            else if (field.Is("SYSCALL"u8)) name = LossyUtf8.Decode(field.Value);
            else if (field.Is("success"u8)) success = Answer(field);
            else if (field.Is("key"u8) && field.ToText() is { } joined)
                keys = joined.Split(KeySeparator, StringSplitOptions.RemoveEmptyEntries);
        }
        return new AuditSyscall
        {
            Number = number,
            Name = name,
            Success = success,
            Process = process.ToProcess(time),
            LoginUser = process.LoginUser,
            Label = process.Label,
            Keys = keys,
        };
    }

    private static bool? Answer(AuditField field) =>
        field.Value.SequenceEqual("yes"u8) ? true : field.Value.SequenceEqual("no"u8) ? false : null;
}
