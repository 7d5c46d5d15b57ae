namespace IntegrityWatch.Reporting.Html;

/// <summary>An attribute of an element. Its name is the program's own word; its value may be anything.</summary>
internal readonly record struct HtmlAttribute(string Name, string Value)
{
    public static implicit operator HtmlAttribute((string Name, string Value) pair) => new(pair.Name, pair.Value);
}
