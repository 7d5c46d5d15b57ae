using System.Text;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Detection.Indicators;

/// <summary>
/// Which of many patterns match. Most hold no wildcard: those are looked up.
/// </summary>
internal sealed class PatternIndex
{
    private readonly Dictionary<byte[], List<PathIndicator>> exact = new(ByteStrings.Comparer);
    private readonly List<(GlobPattern Pattern, PathIndicator Indicator)> patterns = [];

    public void Add(string pattern, PathIndicator indicator)
    {
        if (pattern.AsSpan().ContainsAny("*?["))
        {
            patterns.Add((GlobPattern.Parse(pattern), indicator));
            return;
        }
        var bytes = Encoding.UTF8.GetBytes(pattern);
        if (!exact.TryGetValue(bytes, out var same))
            exact[bytes] = same = [];
        same.Add(indicator);
    }

    /// <summary>The first that was added, those without wildcards before the others; null where none matches.</summary>
    public PathIndicator? Find(ReadOnlySpan<byte> text, bool ownedByPackage)
    {
        if (exact.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var same))
            foreach (var indicator in same)
                if (!(ownedByPackage && indicator.UnlessPackaged))
                    return indicator;
        foreach (var (pattern, indicator) in patterns)
            if (!(ownedByPackage && indicator.UnlessPackaged) && pattern.Matches(text))
                return indicator;
        return null;
    }
}

/// <summary>Where an indicator's files lie, or what they are called.</summary>
/// <param name="Paths">Patterns of whole paths.</param>
/// <param name="Names">Patterns of what follows the last slash.</param>
/// <param name="UnlessPackaged">Not matched where a package owns the path.</param>
/// <param name="Indicator">What is told of them.</param>
internal sealed record PathIndicator(IReadOnlyList<string> Paths, IReadOnlyList<string> Names, bool UnlessPackaged, Indicator Indicator);
