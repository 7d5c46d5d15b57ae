using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IntegrityWatch.Evidence.Archives;

/// <summary>What a pax header says of the entry after it (POSIX.1-2001): <c>LENGTH KEY=VALUE</c> and a newline, as often as it likes.</summary>
internal sealed class PaxRecords
{
    public byte[]? Name { get; private set; }

    public byte[]? Target { get; private set; }

    public long? Size { get; private set; }

    public DateTime? ModifiedAt { get; private set; }

    /// <summary>True where the file was stored without its holes.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>Null where it is damaged.</summary>
    public static PaxRecords? Parse(ReadOnlySpan<byte> content)
    {
        var records = new PaxRecords();
        while (!content.IsEmpty)
        {
            if (!Utf8Parser.TryParse(content, out int length, out var digits) || length <= digits + 1 || length > content.Length
                || content[digits] != ' ' || content[length - 1] != '\n')
                return null;
            var record = content[(digits + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 0 || !records.Take(record[..equals], record[(equals + 1)..]))
                return null;
            content = content[length..];
        }
        return records;
    }

    private bool Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
            Name = value.ToArray();
        else if (key.SequenceEqual("linkpath"u8))
            Target = value.ToArray();
        else if (key.StartsWith("GNU.sparse."u8))
            IsSparse = true;
        else if (key.SequenceEqual("mtime"u8))
            ModifiedAt = TimeOf(value);
        else if (key.SequenceEqual("size"u8))
        {
            if (!Utf8Parser.TryParse(value, out long size, out var digits) || digits != value.Length || size < 0)
                return false;
            Size = size;
        }
        return true;
    }

    private static DateTime? TimeOf(ReadOnlySpan<byte> value) =>
        decimal.TryParse(Encoding.Latin1.GetString(value), NumberStyles.AllowDecimalPoint, null, out var seconds)
            && seconds < 100_000_000_000
            ? DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
}
