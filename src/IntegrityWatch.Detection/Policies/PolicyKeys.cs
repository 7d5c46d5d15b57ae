using System.Text.Json.Serialization.Metadata;

namespace IntegrityWatch.Detection.Policies;

/// <summary>Every key that a policy may hold, at whatever depth.</summary>
internal static class PolicyKeys
{
    public static IReadOnlyCollection<string> All { get; } = [.. Below(PolicyJson.Default.PolicyFile, []).Order(StringComparer.Ordinal)];

    private static HashSet<string> Below(JsonTypeInfo type, HashSet<Type> seen)
    {
        var keys = new HashSet<string>();
        if (!seen.Add(type.Type))
            return keys;
        foreach (var property in type.Properties)
        {
            keys.Add(property.Name);
            if (PolicyJson.Default.GetTypeInfo(property.PropertyType) is { } inner)
                keys.UnionWith(Below(inner, seen));
        }
        if (type.ElementType is { } element && PolicyJson.Default.GetTypeInfo(element) is { } elements)
            keys.UnionWith(Below(elements, seen));
        return keys;
    }
}
