using System.Text.Json.Nodes;

namespace IntegrityWatch.Mutations;

/// <summary>Small faults of the shipped policy: a severity that is another, an exception or a condition that is gone.</summary>
internal static class PolicyMutations
{
    private static readonly string[] Conditions = ["except", "exceptPrograms", "exceptCommands", "effectiveUsers", "users", "parents", "paths", "names"];

    /// <summary>The numbers begin where no mutation of code is.</summary>
    private const int First = 1_000_000;

    public static IEnumerable<(int Number, string Place, string Kind, string Text)> Of(string policy)
    {
        var number = First;
        foreach (var place in Places(JsonNode.Parse(policy)!, []).ToList())
        {
            var changed = JsonNode.Parse(policy)!;
            if (Change(changed, place) is { } kind)
                yield return (number++, Name(changed, place), kind, changed.ToJsonString());
        }
    }

    private static IEnumerable<object[]> Places(JsonNode node, object[] above)
    {
        if (node is JsonObject known)
            foreach (var (key, value) in known)
            {
                if (key == "severity" || key == "userWritable" || Conditions.Contains(key) && above is not [])
                    foreach (var place in value is JsonArray several ? Enumerable.Range(0, several.Count).Select(at => (object[])[.. above, key, at]) : [[.. above, key]])
                        yield return place;
                else if (value is not null)
                    foreach (var place in Places(value, [.. above, key]))
                        yield return place;
            }
        else if (node is JsonArray list)
            for (var at = 0; at < list.Count; at++)
                foreach (var place in Places(list[at]!, [.. above, at]))
                    yield return place;
    }

    private static string? Change(JsonNode root, object[] place)
    {
        var parent = place[..^1].Aggregate(root, Step);
        if (place[^1] is int at)
        {
            ((JsonArray)parent).RemoveAt(at);
            // An empty list can mean "all" as well as "none": that of one value takes one that fits nothing.
            if (((JsonArray)parent).Count == 0)
                ((JsonArray)parent).Add(place[^2] is "effectiveUsers" ? JsonValue.Create(77_777) : JsonValue.Create("/nowhere/at/all"));
            return "a condition is gone";
        }
        var severity = parent["severity"]!.GetValue<string>();
        parent["severity"] = severity switch
        {
            "critical" => "high",
            "high" => "medium",
            "medium" => "low",
            "low" => "info",
            _ => "low",
        };
        return $"severity {severity} becomes {parent["severity"]}";
    }

    private static JsonNode Step(JsonNode node, object step) => step is int at ? node[at]! : node[(string)step]!;

    private static string Name(JsonNode root, object[] place)
    {
        var words = new List<string>();
        var node = root;
        foreach (var step in place[..^1])
        {
            node = Step(node, step);
            words.Add((node as JsonObject)?["id"]?.GetValue<string>() ?? step.ToString()!);
        }
        return string.Join(' ', words.Append(place[^1].ToString()));
    }
}
