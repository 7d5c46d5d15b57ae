using IntegrityWatch.Evidence.Fields;

namespace IntegrityWatch.Reporting.Fields;

/// <summary>The values of forms that know texts and numbers alone.</summary>
internal static class FlatText
{
    /// <summary>Text of any characters; null where there is nothing to tell.</summary>
    public static string? Of(FieldValue value)
    {
        if (value.IsEmpty)
            return null;
        return value.Kind switch
        {
            FieldKind.Text => value.Text,
            FieldKind.Number => value.Number.ToString(),
            FieldKind.Flag => "1",
            FieldKind.Answer => value.Answer ? "yes" : "no",
            FieldKind.Time => value.Time.Iso(),
            FieldKind.Path => value.Path.ToString(),
            FieldKind.Digest => value.Digest.ToString(),
            FieldKind.Texts => string.Join(',', value.Texts),
            FieldKind.Numbers => string.Join(',', value.Numbers),
            FieldKind.Paths => string.Join(',', value.Paths),
            FieldKind.None or FieldKind.Record or FieldKind.Records => null,
        };
    }
}
