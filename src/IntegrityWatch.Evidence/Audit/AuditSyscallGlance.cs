using System.Buffers.Text;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// The little of a SYSCALL record that every one is asked for, found without walking its fields. That is sound because no
/// user-controlled value in the body can hold a space: the kernel writes such a value as hex digits.
/// </summary>
internal readonly ref struct AuditSyscallGlance
{
    public AuditSyscallGlance(ReadOnlySpan<byte> body)
    {
        Ppid = Number(body, " ppid="u8);
        Pid = Number(body, " pid="u8);
        Exe = Field(body, " exe="u8);
        HasKey = Field(body, " key="u8) is { IsAbsent: false, Value.IsEmpty: false };
    }

    public int? Pid { get; }

    public int? Ppid { get; }

    public AuditField Exe { get; }

    public bool HasKey { get; }

    private static int? Number(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var start = body.IndexOf(name);
        return start >= 0 && Utf8Parser.TryParse(body[(start + name.Length)..], out int number, out _) ? number : null;
    }

    /// <summary>Without a name where there is none.</summary>
    private static AuditField Field(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var start = body.IndexOf(name);
        if (start < 0)
            return default;
        var fields = new AuditFields(body[start..]);
        return fields.MoveNext() ? fields.Current : default;
    }
}
