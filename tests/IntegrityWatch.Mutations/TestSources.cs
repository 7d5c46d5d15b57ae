using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrityWatch.Mutations;

/// <summary>The files that the tests are made of, and which of them are others than before.</summary>
internal sealed partial class TestSources
{
    private readonly Dictionary<string, string> texts;

    /// <param name="folder">Of all test projects.</param>
    public TestSources(string folder)
    {
        texts = ((string[])["IntegrityWatch.Tests", "IntegrityWatch.Model", "IntegrityWatch.Hosts"])
            .SelectMany(project => Directory.GetFiles(Path.Combine(folder, project), "*", SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);
        Hashes = texts.ToDictionary(file => file.Key, file => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(file.Value))));
    }

    /// <summary>By file, below the folder.</summary>
    public Dictionary<string, string> Hashes { get; }

    /// <summary>
    /// The files that changed, and those that name what one of them declares, and so on. All of them where something changed that is no C#, as
    /// nothing tells who reads it.
    /// </summary>
    public HashSet<string> ChangedSince(Dictionary<string, string> before)
    {
        var changed = Hashes.Where(file => before.GetValueOrDefault(file.Key) != file.Value).Select(file => file.Key).ToHashSet(StringComparer.Ordinal);
        if (changed.Any(file => !file.EndsWith(".cs", StringComparison.Ordinal)))
            return [.. texts.Keys];
        var fresh = changed.ToList();
        while (fresh.SelectMany(file => Declared().Matches(texts[file])).Select(match => match.Groups["name"].Value).Distinct().ToList() is { Count: > 0 } names)
        {
            var naming = new Regex($@"\b(?:{string.Join('|', names)})\b");
            fresh = [.. texts.Where(file => !changed.Contains(file.Key) && naming.IsMatch(file.Value)).Select(file => file.Key)];
            changed.UnionWith(fresh);
        }
        return changed;
    }

    /// <summary>Types, and methods that are called as if they were another type's.</summary>
    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?<name>[A-Z]\w+)|\b(?<name>[A-Z]\w+)(?:<[^>(]*>)?\(this ")]
    private static partial Regex Declared();
}
