using System.Buffers;
using System.Buffers.Text;

namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>One <c>name=value</c> of a record. Which decoding is right depends on the field: the caller knows it.</summary>
public readonly ref struct AuditField
{
    internal AuditField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isQuoted)
    {
        Name = name;
        Value = value;
        IsQuoted = isQuoted;
    }

    public ReadOnlySpan<byte> Name { get; }

    /// <summary>As written, without quotes.</summary>
    public ReadOnlySpan<byte> Value { get; }

    public bool IsQuoted { get; }

    /// <summary>
    /// The kernel's word for no value. In quotes it is text, for example the name of a task that calls itself so.
    /// </summary>
    public bool IsAbsent => !IsQuoted && Value.SequenceEqual("(null)"u8);

    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    /// <summary>
    /// The bytes of a field that a user controls (file exe comm name key proctitle cwd, an argument): the kernel writes them in
    /// quotes, or as bare upper-case hex digits where they hold a quote, a space, a control character or a byte above 0x7e.
    /// Whatever is neither stands for itself. Null where the value is absent.
    /// </summary>
    public HostPath? ToBytes()
    {
        if (IsAbsent)
            return null;
        if (IsQuoted || !IsHex(Value))
            return new HostPath(Value);
        var bytes = new byte[Value.Length / 2];
        Convert.FromHexString(Value, bytes, out _, out _);
        return new HostPath(bytes);
    }

    /// <summary><see cref="ToBytes"/> as text: bytes that are not UTF-8 appear as <c>\xNN</c>. Not safe for a terminal.</summary>
    public string? ToText() => ToBytes()?.ToString();

    public int? ToInt32() =>
        Utf8Parser.TryParse(Value, out int number, out var length) && length == Value.Length ? number : null;

    public uint? ToUInt32() =>
        Utf8Parser.TryParse(Value, out uint number, out var length) && length == Value.Length ? number : null;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEF"u8);

    private static bool IsHex(ReadOnlySpan<byte> value) =>
        value.Length > 0 && value.Length % 2 == 0 && !value.ContainsAnyExcept(HexDigits);
}
