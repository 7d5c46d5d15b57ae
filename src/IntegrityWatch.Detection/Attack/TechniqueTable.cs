using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrityWatch.Detection.Attack;

/// <summary>The ATT&amp;CK techniques for Linux, from <c>policies/attack-techniques.json</c>; read when first asked.</summary>
public sealed class TechniqueTable
{
    private const int MostSuccessors = 4;

    private readonly Lazy<Dictionary<string, TechniqueEntry>> entries = new(Read);

    /// <summary>
    /// The technique of that id, or the one that succeeds it where ATT&amp;CK revoked it. An id that the table does not know
    /// stands for itself.
    /// </summary>
    public Technique Find(string id)
    {
        for (var step = 0; step < MostSuccessors && entries.Value.TryGetValue(id, out var entry); step++)
        {
            if (entry.Successor is null)
                return new Technique(id, entry.Name, entry.Tactics);
            id = entry.Successor;
        }
        return new Technique(id, id, []);
    }

    public IReadOnlyList<Technique> Find(IEnumerable<string> ids) =>
        [.. ids.Select(Find).DistinctBy(technique => technique.Id).OrderBy(technique => technique.Id, StringComparer.Ordinal)];

    /// <summary>True where ATT&amp;CK knows or knew it: one that was revoked stands for its successor.</summary>
    public bool Knows(string id) => entries.Value.ContainsKey(id);

    public IReadOnlyCollection<string> Ids => entries.Value.Keys;

    private static Dictionary<string, TechniqueEntry> Read()
    {
        using var stream = ShippedData.Open("attack-techniques.json");
        return JsonSerializer.Deserialize(stream, TechniqueJson.Default.TechniqueFile)!.Techniques;
    }
}

/// <summary>An ATT&amp;CK technique or sub-technique, with its tactics in ATT&amp;CK's short names.</summary>
public sealed record Technique(string Id, string Name, IReadOnlyList<string> Tactics);

/// <summary>The technique table's file.</summary>
internal sealed record TechniqueFile
{
    /// <summary>Which release of ATT&amp;CK the rows are from.</summary>
    public required string Source { get; init; }

    /// <summary>The notice that ATT&amp;CK's terms of use ask for.</summary>
    public required string Notice { get; init; }

    public required Dictionary<string, TechniqueEntry> Techniques { get; init; }
}

/// <summary>One row of the technique table as it ships.</summary>
internal sealed record TechniqueEntry
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Tactics { get; set; } = [];

    /// <summary><c>revoked</c> or <c>deprecated</c>; null while ATT&amp;CK keeps it.</summary>
    public string? Status { get; set; }

    public string? Successor { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TechniqueFile))]
internal sealed partial class TechniqueJson : JsonSerializerContext;
