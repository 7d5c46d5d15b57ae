using System.Collections;
using System.Text;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Reporting.Fields;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>The fields of one message, in the order in which they are added. An unknown value is left out.</summary>
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

    /// <summary>The fields of a record that have a name in forms without records within records.</summary>
    internal static MessageFields Of<T>(IReadOnlyList<(FieldName Name, Field<T> Field)> names, T record)
    {
        var fields = new MessageFields();
        foreach (var (name, field) in names)
            fields.Add(name.Name, field.Known(record));
        return fields;
    }

    private void Add(string name, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Number:
                Add(name, value.Number);
                break;
            case FieldKind.Flag:
                Add(name, 1);
                break;
            default:
                Add(name, FlatText.Of(value));
                break;
        }
    }

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

/// <summary>One named value of a message.</summary>
/// <param name="Name">Lower case with underscores: the same in every format that has fields of its own.</param>
/// <param name="Text">Of any characters, at most <see cref="MessageFields.LongestText"/> bytes as UTF-8; null for a number.</param>
/// <param name="Number">Null for a text.</param>
public readonly record struct MessageField(string Name, string? Text, long? Number);
