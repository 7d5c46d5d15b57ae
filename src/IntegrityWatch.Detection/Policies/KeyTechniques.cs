using System.Text;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Detection.Policies;

/// <summary>
/// What the keys of audit rules tell of which name no technique (<c>keyTechniques</c>). A key that names one says it for itself: no pattern
/// adds to it or takes from it.
/// </summary>
public sealed class KeyTechniques : IKeyTechniques
{
    private readonly OrderedDictionary<string, (GlobPattern Pattern, IReadOnlyList<string> Techniques)> known = new(StringComparer.Ordinal);

    /// <summary>All that a key's patterns say, in their order.</summary>
    public IReadOnlyList<string> Of(string key)
    {
        if (TechniqueKey.Ids(key) is { Count: > 0 } named)
            return named;
        var bytes = Encoding.UTF8.GetBytes(key);
        List<string>? techniques = null;
        foreach (var (pattern, ids) in known.Values)
            if (pattern.Matches(bytes))
                techniques = techniques is null ? [.. ids] : [.. techniques.Union(ids)];
        return techniques ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Takes the place of what an earlier policy said of the same pattern; no techniques do away with it.</summary>
    /// <exception cref="FormatException">The pattern is wrong, or ATT&amp;CK knows no such technique for Linux.</exception>
    internal void Add(string pattern, IReadOnlyList<string?>? techniques, TechniqueTable table)
    {
        var glob = GlobPattern.Parse(pattern);
        if (techniques is null)
            throw new FormatException("nothing stands there");
        foreach (var id in techniques)
            if (id is null || !table.Knows(id))
                throw new FormatException($"ATT&CK knows no technique for Linux of the id \"{id}\", the nearest is \"{NearestName.Of(id ?? "", table.Ids)}\"");
        known[pattern] = (glob, [.. techniques.OfType<string>().Distinct(StringComparer.Ordinal)]);
    }
}
