namespace IntegrityWatch.Reporting.Html;

/// <summary>An element that has begun; it ends when this is disposed of.</summary>
internal readonly ref struct HtmlScope(HtmlWriter page, string element)
{
    public void Dispose() => page.End(element);
}
