namespace IntegrityWatch.Reporting.Html;

/// <summary>
/// A table whose first column names its rows. On a narrow screen the style makes a block of each row of a wide one, so that every
/// cell bears its column's name, and the roles say what the style would take away from screen readers.
/// </summary>
internal sealed class HtmlTable : IDisposable
{
    private readonly HtmlWriter page;
    private readonly string[] columns;
    private int column;

    public HtmlTable(HtmlWriter page, string caption, bool isWide, params string[] columns)
    {
        this.page = page;
        this.columns = columns;
        page.In("table", ("role", "table"), ("class", isWide ? "wide" : "narrow"));
        page.Element("caption", caption);
        using (page.In("thead", ("role", "rowgroup")))
        using (page.In("tr", ("role", "row")))
            foreach (var name in columns)
                page.Element("th", name, ("scope", "col"), ("role", "columnheader"));
        page.In("tbody", ("role", "rowgroup"));
    }

    public HtmlScope Row(params ReadOnlySpan<HtmlAttribute> attributes)
    {
        column = 0;
        return page.In("tr", [("role", "row"), .. attributes]);
    }

    /// <summary>The next cell of the row.</summary>
    public HtmlScope Cell()
    {
        var name = columns[column];
        return column++ == 0
            ? page.In("th", ("scope", "row"), ("role", "rowheader"), ("data-label", name))
            : page.In("td", ("role", "cell"), ("data-label", name));
    }

    public void Cell(string text)
    {
        using (Cell())
            page.Text(text);
    }

    public void Cell(long number)
    {
        using (Cell())
            page.Number(number);
    }

    public void Dispose()
    {
        page.End("tbody");
        page.End("table");
    }
}
