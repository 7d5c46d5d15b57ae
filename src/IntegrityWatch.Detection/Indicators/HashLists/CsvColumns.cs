using System.Text;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>Where a CSV list keeps its digests and what it says of them. A line is a record; a field in quotes may hold the delimiter.</summary>
internal sealed class CsvColumns
{
    private const int LongestName = 40;

    private static readonly string[] Algorithms = ["sha256", "sha512", "sha384", "sha224", "sha1", "md5"];

    // In the order in which they are told.
    private static readonly string[] Descriptive =
        ["name", "filename", "signature", "family", "malware", "malwarefamily", "threat", "malwareprintable", "description", "comment", "source"];

    private readonly CsvFields fields;
    private readonly List<(int Column, string? Algorithm)> digests;
    private readonly List<int> names;
    private readonly byte[] label = new byte[2 * LabelStore.MostBytes];

    private CsvColumns(CsvFields fields, List<(int, string?)> digests, List<int> names) =>
        (this.fields, this.digests, this.names) = (fields, digests, names);

    /// <summary>Null where the line is no header that names a column of digests.</summary>
    /// <param name="line">What may be a header.</param>
    /// <param name="fewest">How many columns it has at least.</param>
    public static CsvColumns? Of(ReadOnlySpan<byte> line, int fewest)
    {
        foreach (var delimiter in ",;\t"u8)
        {
            var fields = new CsvFields(delimiter);
            fields.Split(line);
            var header = Enumerable.Range(0, fields.Count).Select(column => Plain(fields[column])).ToList();
            var digests = header.Select((name, column) => (Column: column, Is: IsDigest(name, out var algorithm), Algorithm: algorithm))
                .Where(column => column.Is).Select(column => (column.Column, column.Algorithm)).ToList();
            if (digests.Count > 0 && header.Count >= fewest)
                return new CsvColumns(fields, digests, [.. Descriptive.Select(name => header.IndexOf(name)).Where(column => column >= 0)]);
        }
        return null;
    }

    /// <returns>Null where a digest was taken; otherwise what is wrong.</returns>
    public string? Take(ReadOnlySpan<byte> line, HashListBuilder list)
    {
        fields.Split(line);
        var told = Label();
        var taken = 0;
        string? fault = null;
        foreach (var (column, algorithm) in digests)
            if (column < fields.Count && !SaysNothing(fields[column]))
            {
                var wrong = list.Add(fields[column], algorithm, told);
                taken += wrong is null ? 1 : 0;
                fault ??= wrong;
            }
        return fault ?? (taken > 0 ? null : "no digest in its columns");
    }

    private ReadOnlySpan<byte> Label()
    {
        var length = 0;
        foreach (var column in names)
        {
            if (column >= fields.Count || SaysNothing(fields[column]))
                continue;
            if (length > 0)
                length += Append(", "u8, length);
            length += Append(fields[column], length);
        }
        return label.AsSpan(0, length);
    }

    private int Append(ReadOnlySpan<byte> text, int at)
    {
        var fits = text[..Math.Min(text.Length, label.Length - at)];
        fits.CopyTo(label.AsSpan(at));
        return fits.Length;
    }

    private static bool SaysNothing(ReadOnlySpan<byte> field) =>
        field.IsEmpty || field.SequenceEqual("n/a"u8) || field.SequenceEqual("-"u8) || field.SequenceEqual("null"u8);

    private static bool IsDigest(string name, out string? algorithm)
    {
        algorithm = Array.Find(Algorithms, known => name.Replace(known, "", StringComparison.Ordinal) is var rest && rest != name
            && rest is "" or "hash" or "sum" or "digest" or "file" or "filehash" or "filehashes" or "hashes");
        return algorithm is not null || name is "hash" or "hashes" or "filehash" or "hashvalue" or "digest" or "filedigest" or "checksum";
    }

    private static string Plain(ReadOnlySpan<byte> name) => name.Length > LongestName
        ? ""
        : string.Concat(Encoding.Latin1.GetString(name).Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

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
