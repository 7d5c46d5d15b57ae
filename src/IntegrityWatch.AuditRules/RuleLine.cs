namespace IntegrityWatch.AuditRules;

/// <summary>A line of a rules file that is neither blank nor a comment, cut into words as auditctl does.</summary>
/// <param name="File">The file, as it is to be named.</param>
/// <param name="Number">Which line, from 1.</param>
/// <param name="Words">At least one.</param>
/// <param name="Bytes">The length of the line, without its newline.</param>
internal sealed record RuleLine(string File, int Number, IReadOnlyList<RuleWord> Words, int Bytes)
{
    /// <summary>What fits into auditctl's buffer with a newline; the rest would be read as a further line.</summary>
    public const int MostBytes = 6142;

    public string First => Words[0].Text;

    public static IEnumerable<RuleLine> Of(string file, byte[] content)
    {
        var rest = content.AsMemory();
        for (var number = 1; !rest.IsEmpty; number++)
        {
            var line = Take(ref rest);
            if (Cut(line.Span) is { Count: > 0 } words && !words[0].Text.StartsWith('#'))
                yield return new RuleLine(file, number, words, line.Length);
        }
    }

    /// <summary>
    /// Words end at spaces only: a tab is part of its word. <c>\ </c> is a space within a word, <c>\\</c> a backslash.
    /// </summary>
    private static List<RuleWord> Cut(ReadOnlySpan<byte> line)
    {
        var words = new List<RuleWord>();
        var word = new List<byte>();
        for (var at = 0; at <= line.Length; at++)
        {
            if (at == line.Length || line[at] == ' ')
            {
                if (word.Count > 0)
                    words.Add(new RuleWord(LossyUtf8.Decode(word.ToArray()), word.Count));
                word.Clear();
            }
            else if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] is (byte)' ' or (byte)'\\')
                word.Add(line[++at]);
            else
                word.Add(line[at]);
        }
        return words;
    }

    private static ReadOnlyMemory<byte> Take(ref Memory<byte> rest)
    {
        var end = rest.Span.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }
}

/// <summary>One word of a line of audit rules, as auditctl cuts it.</summary>
/// <param name="Text">Its text, escapes resolved.</param>
/// <param name="Bytes">Its length as the kernel would get it.</param>
internal readonly record struct RuleWord(string Text, int Bytes)
{
    /// <summary>What follows a beginning of ASCII characters.</summary>
    public RuleWord From(int start) => new(Text[start..], Bytes - start);
}
