namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>
/// Enumerates the fields of a record's body in order, and after them those that auditd appends: a 0x1D byte and
/// <c>UID="root" AUID="root"</c> in capitals. Some tools drop that byte, so a capital name is also found where it sticks to the
/// last value. Never throws: what is no field is passed over.
/// </summary>
public ref struct AuditFields
{
    private const byte EnrichedSeparator = 0x1D;

    private ReadOnlySpan<byte> rest;

    public AuditFields(ReadOnlySpan<byte> body) => rest = body;

    public AuditField Current { get; private set; }

    public readonly AuditFields GetEnumerator() => this;

    public bool MoveNext()
    {
        while (true)
        {
            rest = rest.TrimStart(" \u001d"u8);
            var stop = rest.IndexOfAny((byte)'=', (byte)' ', EnrichedSeparator);
            if (stop < 0)
                return false;
            var name = rest[..stop];
            var isField = rest[stop] == (byte)'=';
            rest = rest[(stop + 1)..];
            if (!isField)
                continue;
            Current = rest is [(byte)'"', ..]
                ? new AuditField(name, TakeQuoted(), isQuoted: true)
                : new AuditField(name, TakeBare(), isQuoted: false);
            return true;
        }
    }

    /// <summary>A record that was cut short can end within the quotes.</summary>
    private ReadOnlySpan<byte> TakeQuoted()
    {
        rest = rest[1..];
        var end = rest.IndexOfAny((byte)'"', EnrichedSeparator);
        if (end < 0)
            end = rest.Length;
        var value = rest[..end];
        rest = end < rest.Length && rest[end] == (byte)'"' ? rest[(end + 1)..] : rest[end..];
        return value;
    }

    /// <summary>Up to a space, and on over words that are no field: the cause of an integrity record can hold spaces.</summary>
    private ReadOnlySpan<byte> TakeBare()
    {
        var end = EndOfWord(0);
        var stuck = StuckField(rest[..end]);
        if (stuck >= 0)
        {
            end = stuck;
        }
        else
        {
            while (end < rest.Length && rest[end] == (byte)' ')
            {
                var next = EndOfWord(end + 1);
                if (rest[(end + 1)..next].Contains((byte)'='))
                    break;
                end = next;
            }
        }
        var value = rest[..end].TrimEnd((byte)' ');
        rest = rest[end..];
        return value;
    }

    private readonly int EndOfWord(int start)
    {
        var length = rest[start..].IndexOfAny((byte)' ', EnrichedSeparator);
        return length < 0 ? rest.Length : start + length;
    }

    /// <summary>Where in a bare value an appended field begins that lost its separator; -1 where none does.</summary>
    private static int StuckField(ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("(null)"u8) && value.Length > 6)
            return 6;
        var equals = value.IndexOf((byte)'=');
        if (equals < 0)
            return -1;
        var before = value[..equals];
        // The names that can come first after a body; UID last, for it ends the others.
        if (before.EndsWith("ARCH"u8) || before.EndsWith("AUID"u8) || before.EndsWith("OUID"u8))
            return equals - 4;
        return before.EndsWith("UID"u8) ? equals - 3 : -1;
    }
}
