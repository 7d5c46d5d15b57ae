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
        var exe = body.IndexOf(" exe="u8);
        if (exe < 0)
            return;
        body = body[exe..];
        Exe = FirstField(body);
        var key = body.LastIndexOf(" key="u8);
        HasKey = key >= 0 && FirstField(body[key..]) is { IsAbsent: false, Value.IsEmpty: false };
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

    private static AuditField FirstField(ReadOnlySpan<byte> body)
    {
        var fields = new AuditFields(body);
        return fields.MoveNext() ? fields.Current : default;
    }
}
