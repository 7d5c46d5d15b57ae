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
