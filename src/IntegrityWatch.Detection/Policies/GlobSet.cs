namespace IntegrityWatch.Detection.Policies;

/// <summary>Several patterns; matches where one of them does.</summary>
public sealed class GlobSet
{
    private readonly GlobPattern[] patterns;

    /// <exception cref="FormatException">A pattern is wrong; the message names it.</exception>
    public GlobSet(IEnumerable<string> patterns) => this.patterns = [.. patterns.Select(Parse)];

    public bool Matches(ReadOnlySpan<byte> path)
    {
        foreach (var pattern in patterns)
            if (pattern.Matches(path))
                return true;
        return false;
    }

    private static GlobPattern Parse(string pattern)
    {
        try
        {
            return GlobPattern.Parse(pattern);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"{fault.Message}: \"{pattern}\"", fault);
        }
    }
}
