using System.Buffers;
using System.Text;

namespace IntegrityWatch.Reporting.Html;

/// <summary>
/// Streams a page that is HTML and well-formed XML at once, in UTF-8. There is no way to write markup but by elements, and no way
/// to write text but escaped: characters that mean something in markup stand as references, those that show nothing or turn the
/// direction of writing as <c>\uNNNN</c>.
/// </summary>
internal sealed class HtmlWriter : IDisposable
{
    private const int BufferedChars = 32 * 1024;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "\n !#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Elements that begin on a line of their own, where a space beside them shows nothing.</summary>
    private static readonly HashSet<string> Blocks =
    [
        "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "section", "article", "details", "summary",
        "h1", "h2", "h3", "h4", "p", "ol", "ul", "li", "dl", "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td",
        "svg", "g", "rect", "line", "text",
    ];

    private readonly StreamWriter output;
    private readonly Stack<string> open = new();

    public HtmlWriter(Stream stream)
    {
        output = new StreamWriter(stream, new UTF8Encoding(false), BufferedChars, leaveOpen: true);
        output.Write("<!DOCTYPE html>");
    }

    /// <summary>Begins an element, which ends when what is returned is disposed of.</summary>
    public HtmlScope In(string element, params ReadOnlySpan<HtmlAttribute> attributes)
    {
        Begin(element, attributes);
        output.Write('>');
        open.Push(element);
        return new HtmlScope(this, element);
    }

    /// <summary>An element that holds nothing, such as <c>meta</c> or <c>rect</c>.</summary>
    public void Void(string element, params ReadOnlySpan<HtmlAttribute> attributes)
    {
        Begin(element, attributes);
        output.Write(" />");
    }

    /// <summary>An element and the text in it.</summary>
    public void Element(string element, string text, params ReadOnlySpan<HtmlAttribute> attributes)
    {
        using (In(element, attributes))
            Text(text);
    }

    /// <summary>This program's own words.</summary>
    public void Text(string text) => Escape(text);

    public void Number(long number) => Escape(number.ToString());

    /// <summary>A value from the host, as <see cref="SafeText"/> shows it and apart from the direction of the text around it.</summary>
    public void Host(HostPath path) => Element("code", SafeText.Of(path), ("dir", "ltr"));

    /// <inheritdoc cref="Host(HostPath)"/>
    public void Host(string text) => Element("code", SafeText.Of(text), ("dir", "ltr"));

    /// <summary>A sentence that holds words from the host.</summary>
    public void Sentence(string text) => Element("span", SafeText.Sentence(text), ("dir", "ltr"));

    public void Dispose()
    {
        output.Write('\n');
        output.Dispose();
    }

    internal void End(string element)
    {
        if (open.Pop() != element)
            throw new InvalidOperationException($"the element {element} ends inside another");
        output.Write("</");
        output.Write(element);
        output.Write('>');
    }

    private void Begin(string element, ReadOnlySpan<HtmlAttribute> attributes)
    {
        if (Blocks.Contains(element))
            output.Write('\n');
        output.Write('<');
        output.Write(Word(element));
        foreach (var attribute in attributes)
        {
            output.Write(' ');
            output.Write(Word(attribute.Name));
            output.Write("=\"");
            Escape(attribute.Value);
            output.Write('"');
        }
    }

    private static string Word(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
        ? name
        : throw new ArgumentException($"not the name of an element or attribute: {name}", nameof(name));

    private void Escape(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            output.Write(plain < 0 ? text : text[..plain]);
            if (plain < 0)
                return;
            text = text[plain..];
            var status = Rune.DecodeFromUtf16(text, out var rune, out var length);
            Escape(text[..length], status == OperationStatus.Done ? rune : null);
            text = text[length..];
        }
    }

    /// <param name="units">One character, in UTF-16.</param>
    /// <param name="rune">The character; null where they are none.</param>
    private void Escape(ReadOnlySpan<char> units, Rune? rune)
    {
        switch (rune?.Value)
        {
            case '&':
                output.Write("&amp;");
                break;
            case '<':
                output.Write("&lt;");
                break;
            case '>':
                output.Write("&gt;");
                break;
            case '"':
                output.Write("&quot;");
                break;
            case '\'':
                output.Write("&#39;");
                break;
            case not null when SafeText.IsVisible(rune.Value):
                output.Write(units);
                break;
            default:
                foreach (var unit in units)
                    output.Write($"\\u{(int)unit:x4}");
                break;
        }
    }
}

/// <summary>An attribute of an element. Its name is the program's own word; its value may be anything.</summary>
internal readonly record struct HtmlAttribute(string Name, string Value)
{
    public static implicit operator HtmlAttribute((string Name, string Value) pair) => new(pair.Name, pair.Value);
}

/// <summary>An element that has begun; it ends when this is disposed of.</summary>
internal readonly ref struct HtmlScope(HtmlWriter page, string element)
{
    public void Dispose() => page.End(element);
}
