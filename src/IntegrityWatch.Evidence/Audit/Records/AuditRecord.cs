using System.Buffers.Text;

namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>
/// One record, by its head alone: <c>[node=NAME ]type=TYPE msg=audit(SEC.mmm:SERIAL): body</c>. Nothing is copied; the body,
/// with the names that auditd appends to it, is read by <see cref="AuditFields"/> where it is of interest.
/// </summary>
public readonly ref struct AuditRecord
{
    /// <summary>The last second of the year 9999: beyond it no calendar here can follow.</summary>
    private const long LastSecond = 253_402_300_799;

    /// <summary>In bytes; DNS has none longer. Many a name is remembered, so a longer one is not believed.</summary>
    private const int LongestNode = 255;

    internal AuditRecord(
        ReadOnlySpan<byte> line, ReadOnlySpan<byte> node, AuditRecordType type, long milliseconds, uint serial, ReadOnlySpan<byte> body)
    {
        Line = line;
        Node = node;
        Type = type;
        Milliseconds = milliseconds;
        Serial = serial;
        Body = body;
    }

    /// <summary>The whole line.</summary>
    public ReadOnlySpan<byte> Line { get; }

    /// <summary>The host's name; empty where auditd does not write it.</summary>
    public ReadOnlySpan<byte> Node { get; }

    public AuditRecordType Type { get; }

    /// <summary>Since 1970-01-01 UTC.</summary>
    public long Milliseconds { get; }

    public uint Serial { get; }

    public ReadOnlySpan<byte> Body { get; }

    /// <summary>False where <paramref name="line"/>, without its newline, is no audit record.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out AuditRecord record)
    {
        record = default;
        var rest = line.StartsWith("type="u8) || line.StartsWith("node="u8) ? line : AuditLinePrefix.Skip(line);
        var node = ReadOnlySpan<byte>.Empty;
        if (rest.StartsWith("node="u8))
        {
            var end = rest.IndexOf((byte)' ');
            if (end is < 0 or > 5 + LongestNode)
                return false;
            node = rest[5..end];
            rest = rest[(end + 1)..];
        }
        if (!rest.StartsWith("type="u8))
            return false;
        rest = rest[5..];
        var space = rest.IndexOf((byte)' ');
        if (space <= 0)
            return false;
        var type = rest[..space];
        rest = rest[(space + 1)..];
        if (rest.StartsWith("msg="u8))
            rest = rest[4..];
        if (!TryParseStamp(ref rest, out var milliseconds, out var serial))
            return false;
        record = new AuditRecord(line, node, AuditRecordTypeName.Parse(type), milliseconds, serial, rest);
        return true;
    }

    /// <summary>Reads <c>audit(SEC.mmm:SERIAL):</c> and the space after it.</summary>
    private static bool TryParseStamp(ref ReadOnlySpan<byte> rest, out long milliseconds, out uint serial)
    {
        milliseconds = 0;
        serial = 0;
        if (!rest.StartsWith("audit("u8))
            return false;
        rest = rest[6..];
        if (!Utf8Parser.TryParse(rest, out ulong seconds, out var length) || seconds > LastSecond)
            return false;
        rest = rest[length..];
        if (rest is not [(byte)'.', _, _, _, (byte)':', ..] || rest[1..4].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        milliseconds = ((long)seconds * 1000) + ((rest[1] - '0') * 100) + ((rest[2] - '0') * 10) + (rest[3] - '0');
        rest = rest[5..];
        if (!Utf8Parser.TryParse(rest, out serial, out length))
            return false;
        rest = rest[length..];
        if (rest is not [(byte)')', (byte)':', ..])
            return false;
        rest = rest[2..];
        if (rest is [(byte)' ', ..])
            rest = rest[1..];
        return true;
    }
}
