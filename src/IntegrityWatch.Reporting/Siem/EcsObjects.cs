using System.Text.Json;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Reporting.Fields;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>The fields of a record by the objects of the schema that they stand in. What is not known is left out.</summary>
internal sealed class EcsObjects<T>
{
    /// <summary>The first ones of a document; what is not among them comes behind them.</summary>
    private static readonly string[] Order = ["tags", "labels", "event", "rule", "file", "process", "user", "package"];

    private readonly List<(string[] Path, Field<T> Field)> fields;

    public EcsObjects(IEnumerable<Field<T>> fields) => this.fields = [.. fields.ByAny(names => names.Ecs)
        .Select(pair => (pair.Name.Name.Split('.'), pair.Field))
        .OrderBy(pair => Array.IndexOf(Order, pair.Item1[0]) is >= 0 and var place ? place : Order.Length)];

    /// <summary>Whole objects, within one that has begun.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="record">What has the fields.</param>
    /// <param name="isWanted">Whether to write the object, or the field, of this name.</param>
    public void Write(Utf8JsonWriter json, T record, Func<string, bool> isWanted)
    {
        string[] open = [];
        foreach (var (path, field) in fields)
        {
            // ECS leaves out what is not known, where this program's own JSON writes null; but a list without parts is one.
            if (!isWanted(path[0]))
                continue;
            var value = field.Known(record);
            if (value.IsEmpty && value.Kind != FieldKind.Texts)
                continue;
            open = Move(json, open, path);
            Write(json, path, value);
        }
        Move(json, open, [""]);
    }

    /// <summary>Ends the objects that the field is not in, and begins those that it is in.</summary>
    private static string[] Move(Utf8JsonWriter json, string[] open, string[] path)
    {
        var inside = path[..^1];
        var common = open.Zip(inside).TakeWhile(pair => pair.First == pair.Second).Count();
        for (var depth = open.Length; depth > common; depth--)
            json.WriteEndObject();
        foreach (var name in inside[common..])
            json.WriteStartObject(name);
        return inside;
    }

    private static void Write(Utf8JsonWriter json, string[] path, FieldValue value)
    {
        var name = path[^1];
        switch (value.Kind)
        {
            // Ids and labels are keywords.
            case FieldKind.Number when name != "id" && path[0] != "labels":
                json.WriteNumber(name, value.Number);
                break;
            case FieldKind.Digest:
                json.WriteStartObject(name);
                json.WriteString(HashName(value.Digest), value.Digest.Hex);
                json.WriteEndObject();
                break;
            case FieldKind.Texts:
                json.WriteStrings(name, value.Texts);
                break;
            default:
                json.WriteString(name, FlatText.Of(value));
                break;
        }
    }

    /// <summary>ECS: the algorithm in lower case, with underscores. An fs-verity digest is no digest of the content, and has a name of its own.</summary>
    private static string HashName(Digest digest) =>
        string.Concat(digest.Algorithm.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
