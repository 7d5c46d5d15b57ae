namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>The fields of one line, RFC 4180: a quote within quotes is doubled. Spaces around a field do not count.</summary>
internal sealed class CsvFields
{
    private readonly byte delimiter;
    private readonly List<(int Start, int Length)> fields = [];
    private byte[] content = [];
    private int length;

    public CsvFields(byte delimiter) => this.delimiter = delimiter;

    public int Count => fields.Count;

    /// <summary>Good until the next line.</summary>
    public ReadOnlySpan<byte> this[int column] => content.AsSpan(fields[column].Start, fields[column].Length);

    public void Split(ReadOnlySpan<byte> line)
    {
        if (content.Length < line.Length)
            content = new byte[line.Length];
        fields.Clear();
        length = 0;
        while (true)
        {
            line = line.TrimStart((byte)' ');
            var start = length;
            if (line is [(byte)'"', ..])
                line = TakeQuoted(line[1..]);
            var end = line.IndexOf(delimiter);
            var rest = (end < 0 ? line : line[..end]).TrimEnd((byte)' ');
            rest.CopyTo(content.AsSpan(length));
            length += rest.Length;
            fields.Add((start, length - start));
            if (end < 0)
                return;
            line = line[(end + 1)..];
        }
    }

    /// <summary>What follows the closing quote; nothing where there is none.</summary>
    private ReadOnlySpan<byte> TakeQuoted(ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            var quote = rest.IndexOf((byte)'"');
            var text = quote < 0 ? rest : rest[..quote];
            text.CopyTo(content.AsSpan(length));
            length += text.Length;
            if (quote < 0)
                return [];
            rest = rest[(quote + 1)..];
            if (rest is not [(byte)'"', ..])
                return rest;
            content[length++] = (byte)'"';
            rest = rest[1..];
        }
    }
}
