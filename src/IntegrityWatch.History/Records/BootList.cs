using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>
/// The boots that an observation was seen in. A host that reboots daily would make the list grow for ever, so the first and
/// the latest are kept, <see cref="ObservedDigest.MostBoots"/> in all.
/// </summary>
internal static class BootList
{
    public static BsonArray ToArray(IReadOnlyList<string> boots)
    {
        var array = new BsonArray();
        for (var i = 0; i < boots.Count; i++)
        {
            if (i == 0 || i > boots.Count - ObservedDigest.MostBoots)
                array.Add(ToValue(boots[i]));
        }
        return array;
    }

    public static IReadOnlyList<string> FromDocument(BsonDocument document, string field)
    {
        if (!document.TryGetValue(field, out var value))
            return [];
        if (!value.IsArray)
            throw DocumentFields.Missing(field);
        var boots = new string[value.AsArray.Count];
        for (var i = 0; i < boots.Length; i++)
            boots[i] = ToText(value.AsArray[i], field);
        return boots;
    }

    private static BsonValue ToValue(string boot) =>
        Guid.TryParseExact(boot, "D", out var id) && id.ToString("D") == boot ? new BsonValue(id) : new BsonValue(boot);

    private static string ToText(BsonValue value, string field) =>
        value.IsGuid ? value.AsGuid.ToString("D")
        : value.IsString ? value.AsString
        : throw DocumentFields.Missing(field);
}
