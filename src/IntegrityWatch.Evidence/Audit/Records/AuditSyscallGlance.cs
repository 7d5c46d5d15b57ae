using System.Buffers.Text;

namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>
/// The little of a SYSCALL record that every one is asked for, found without walking its fields. That is sound because no
/// user-controlled value in the body can hold a space: the kernel writes such a value as hex digits.
/// </summary>
internal readonly ref struct AuditSyscallGlance
{
    public AuditSyscallGlance(ReadOnlySpan<byte> body)
    {
        // The kernel writes them in this order (audit_log_task_info), so each is looked for behind the one before.
        var rest = body;
        Ppid = Number(body, ref rest, " ppid="u8);
        Pid = Number(body, ref rest, " pid="u8);
        Exe = Field(body, ref rest, " exe="u8);
        HasKey = Field(body, ref rest, " key="u8) is { IsAbsent: false, Value.IsEmpty: false };
    }

    public int? Pid { get; }

    public int? Ppid { get; }

    public AuditField Exe { get; }

    public bool HasKey { get; }

    private static int? Number(ReadOnlySpan<byte> body, scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name) =>
        Find(body, ref rest, name) && Utf8Parser.TryParse(rest[name.Length..], out int number, out _) ? number : null;

    /// <summary>Without a name where there is none.</summary>
    private static AuditField Field(ReadOnlySpan<byte> body, scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name)
    {
        if (!Find(body, ref rest, name))
            return default;
        var fields = new AuditFields(rest);
        return fields.MoveNext() ? fields.Current : default;
    }

    /// <summary>The first field of the name behind the place, or else anywhere; the place is moved there.</summary>
    private static bool Find(ReadOnlySpan<byte> body, scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name)
    {
        if (rest.IndexOf(name) is >= 0 and var next)
            rest = rest[next..];
        else if (body.IndexOf(name) is >= 0 and var first)
            rest = body[first..];
        else
            return false;
        return true;
    }
}
