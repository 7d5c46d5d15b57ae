namespace IntegrityWatch.Reporting.Text;

/// <summary>Breaks a line between words where a terminal's width asks for it; a word that is wider stays whole.</summary>
internal static class Wrapping
{
    public static IEnumerable<string> Wrap(string text, int indent, int? columns)
    {
        var margin = new string(' ', indent);
        var width = Math.Max((columns ?? int.MaxValue) - indent, 20);
        var start = 0;
        while (text.Length - start > width)
        {
            var cut = text.LastIndexOf(' ', start + width, width + 1);
            if (cut <= start)
                cut = text.IndexOf(' ', start + width);
            if (cut < 0)
                break;
            yield return margin + text[start..cut];
            start = cut + 1;
        }
        yield return margin + text[start..];
    }
}
