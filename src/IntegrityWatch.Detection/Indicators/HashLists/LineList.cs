using System.Text;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>
/// Lists of lines: CSV where the first line, or a comment before it, names a column of digests; otherwise plain text.
/// </summary>
internal static class LineList
{
    /// <summary>So many comments may name columns: a list that is made of them is passed over quickly.</summary>
    private const int MostComments = 1000;

    public static void Read(ListContent content, HashListBuilder list)
    {
        CsvColumns? columns = null;
        var isText = false;
        var comments = 0;
        while (content.TryReadLine(out var raw))
        {
            var line = raw.Trim(" \t"u8);
            if (line.IsEmpty)
                continue;
            var isComment = line[0] == (byte)'#';
            comments += isComment ? 1 : 0;
            // A comment of one word may speak of a plain list.
            if (columns is null && !isText && !(isComment && comments > MostComments)
                && CsvColumns.Of(line.TrimStart("# "u8), fewest: isComment ? 2 : 1) is { } header)
            {
                columns = header;
                continue;
            }
            if (isComment)
                continue;
            isText = columns is null;
            if ((columns is null ? TextLine.Take(line, list) : columns.Take(line, list)) is { } fault)
                list.Bad(content.Line, fault);
        }
    }
}

/// <summary>
/// A line of a plain list: a digest, and after whitespace or a comma a name, as <c>sha256sum</c> writes it; <c>sha256:DIGEST</c>, as
/// the kernel does; or <c>SHA256 (name) = DIGEST</c>, as BSD's tools do.
/// </summary>
internal static class TextLine
{
    private const int LongestAlgorithm = 10;

    /// <returns>Null where a digest was taken; otherwise what is wrong.</returns>
    public static string? Take(ReadOnlySpan<byte> line, HashListBuilder list)
    {
        var equals = line.LastIndexOf((byte)'=');
        var bracket = line.IndexOf((byte)'(');
        if (bracket > 0 && equals > bracket && Algorithm(line[..bracket].TrimEnd((byte)' ')) is { } tagged)
            return list.Add(line[(equals + 1)..].TrimStart((byte)' '), tagged, line[(bracket + 1)..equals].TrimEnd(") "u8));

        // sha256sum marks a name that it had to escape, and one that it read as binary.
        line = line.TrimStart((byte)'\\');
        var end = line.IndexOfAny(" \t,;"u8);
        var digest = end < 0 ? line : line[..end];
        var name = end < 0 ? [] : line[end..].TrimStart(" \t,;"u8);
        name = name.StartsWith("*"u8) ? name[1..] : name;
        var colon = digest.IndexOf((byte)':');
        if (colon < 0)
            return list.Add(digest, null, name);
        return Algorithm(digest[..colon]) is { } algorithm ? list.Add(digest[(colon + 1)..], algorithm, name) : "no digest of a known algorithm";
    }

    private static string? Algorithm(ReadOnlySpan<byte> name) =>
        name.Length <= LongestAlgorithm ? HashListBuilder.AlgorithmNamed(Encoding.ASCII.GetString(name)) : null;
}
