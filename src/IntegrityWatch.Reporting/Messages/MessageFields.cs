using System.Collections;
using System.Text;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>The fields of one message, in the order in which they are added. What nobody knows is left out.</summary>
public sealed class MessageFields : IEnumerable<MessageField>
{
    /// <summary>In bytes of UTF-8: Lucene, below Graylog and Elastic, refuses a whole message for one value of 32,767.</summary>
    public const int LongestText = 32_000;

    private readonly List<MessageField> fields = [];

    public void Add(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            fields.Add(new MessageField(name, Cut(text), null));
    }

    public void Add(string name, long? number)
    {
        if (number is { } known)
            fields.Add(new MessageField(name, null, known));
    }

    public void Add(string name, DateTimeOffset? time) => Add(name, time?.Iso());

    public void Add(string name, IEnumerable<string> texts) => Add(name, string.Join(',', texts));

    public IEnumerator<MessageField> GetEnumerator() => fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static string Text(long number) => number.ToString();

    private static string Cut(string text)
    {
        if (text.Length <= LongestText / 3 || Encoding.UTF8.GetByteCount(text) <= LongestText)
            return text;
        var bytes = 0;
        var characters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestText)
                break;
            characters += rune.Utf16SequenceLength;
        }
        return text[..characters];
    }
}
