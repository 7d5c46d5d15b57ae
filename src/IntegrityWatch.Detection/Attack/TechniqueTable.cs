using System.Text.Json;

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

    private static Dictionary<string, TechniqueEntry> Read()
    {
        using var stream = ShippedData.Open("attack-techniques.json");
        return JsonSerializer.Deserialize(stream, TechniqueJson.Default.TechniqueFile)!.Techniques;
    }
}
