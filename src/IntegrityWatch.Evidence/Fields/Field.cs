namespace IntegrityWatch.Evidence.Fields;

/// <summary>One thing that is known of a record: the single place that says how each form names it and where its value comes from.</summary>
/// <param name="Names">What the forms call it.</param>
/// <param name="Value">Reads it from a record.</param>
/// <param name="With">Gives a record that has another value, where it is read back from the history; throws where the value is of another kind.</param>
public sealed record Field<T>(FieldNames Names, Func<T, FieldValue> Value, Func<T, FieldValue, T>? With = null)
{
    /// <summary>What forms other than the JSON report tell of it.</summary>
    public FieldValue Known(T record)
    {
        var value = Value(record);
        return Names.MayBeUnset && value is { Kind: FieldKind.Number, Number: ProcessInfo.Unset } ? default : value;
    }
}

/// <summary>Lists of fields.</summary>
public static class FieldList
{
    /// <summary>The same fields as those of a record that holds theirs, for forms that have no records within records.</summary>
    public static IEnumerable<Field<TOuter>> In<TOuter, T>(this IEnumerable<Field<T>> fields, Func<TOuter, T?> inner)
        where T : class =>
        fields.Select(field => new Field<TOuter>(field.Names with { Json = null, Stored = null, Label = null },
            outer => inner(outer) is { } record ? field.Value(record) : default));

    /// <summary>The same fields as part of a record that stands for theirs in the JSON report too.</summary>
    public static IEnumerable<Field<TOuter>> As<TOuter, T>(this IEnumerable<Field<T>> fields, Func<TOuter, T> part) =>
        fields.Select(field => new Field<TOuter>(field.Names with { Stored = null }, outer => field.Value(part(outer))));

    /// <summary>Those that have a name in a form, in the order of the form.</summary>
    public static IReadOnlyList<(FieldName Name, Field<T> Field)> By<T>(this IEnumerable<Field<T>> fields, Func<FieldNames, FieldName?> name) =>
        fields.ByAny(names => name(names) is { } one ? [one] : []);

    public static IReadOnlyList<(FieldName Name, Field<T> Field)> ByAny<T>(this IEnumerable<Field<T>> fields, Func<FieldNames, IReadOnlyList<FieldName>> names) =>
        [.. fields.SelectMany(field => names(field.Names), (field, name) => (Name: name, Field: field)).OrderBy(pair => pair.Name.At)];
}
