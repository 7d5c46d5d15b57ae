namespace IntegrityWatch.Fuzz.Guidance;

/// <summary>The inputs of one target that showed something new, each a beginning for others.</summary>
internal sealed class InputQueue
{
    /// <summary>Whoever is longer is taken for one in eight of the times.</summary>
    private const int Handy = 8 * 1024;
    private const int Newest = 16;

    private readonly byte[] seen = new byte[CoverageMap.Edges];
    private readonly List<byte[]> inputs = [];

    /// <summary>For each edge the shortest input that takes it.</summary>
    private readonly Dictionary<int, byte[]> shortest = [];
    private byte[][] favourites = [];
    private bool isStale;

    public IReadOnlyList<byte[]> Inputs => inputs;

    /// <summary>Edges that were taken so far.</summary>
    public int Edges => shortest.Count;

    /// <summary>Takes an input in where what it made its reader do is new.</summary>
    public bool Offer(byte[] input, CoverageMap map)
    {
        if (!map.AddTo(seen))
            return false;
        inputs.Add(input);
        foreach (var edge in map.Taken())
            if (!shortest.TryGetValue(edge, out var known) || known.Length > input.Length)
            {
                shortest[edge] = input;
                isStale = true;
            }
        return true;
    }

    /// <summary>Puts what is shorter and takes the same edges in the place of what was taken in last.</summary>
    /// <param name="input">What was taken in last.</param>
    /// <param name="map">Counts for the input that was given last.</param>
    /// <param name="mostTries">How often to try.</param>
    /// <param name="give">Gives the target an input; false where it does not stand it.</param>
    public void Shorten(byte[] input, CoverageMap map, int mostTries, Func<byte[], bool> give)
    {
        var edges = map.Taken();
        var shorter = Reduction.Of(input, mostTries, candidate => give(candidate) && edges.SequenceEqual(map.Taken()));
        if (shorter.Length == input.Length)
            return;
        inputs[^1] = shorter;
        foreach (var edge in edges)
            if (shortest[edge].Length > shorter.Length)
                shortest[edge] = shorter;
        isStale = true;
    }

    /// <summary>One to change: the latest, one of those that are the shortest way somewhere, or any.</summary>
    public byte[] Pick(Random random)
    {
        if (isStale)
            favourites = [.. shortest.OrderBy(edge => edge.Key).Select(edge => edge.Value).Distinct()];
        isStale = false;
        byte[] picked;
        do
            picked = random.Next(8) switch
            {
                0 => inputs[^(1 + random.Next(Math.Min(Newest, inputs.Count)))],
                1 => inputs[random.Next(inputs.Count)],
                _ => favourites[random.Next(favourites.Length)],
            };
        while (picked.Length > Handy && random.Next(8) != 0);
        return picked;
    }

    /// <summary>Few inputs that together take every edge: at each step the one that adds most for its length.</summary>
    /// <param name="longest">Longer ones are left out, in bytes.</param>
    /// <param name="most">Of all together, in bytes.</param>
    /// <param name="take">The edges that an input takes.</param>
    public IReadOnlyList<byte[]> Smallest(int longest, int most, Func<byte[], IReadOnlyCollection<int>> take)
    {
        var candidates = inputs.Where(input => input.Length <= longest)
            .Select(input => (Input: input, Edges: take(input).ToHashSet())).ToList();
        var chosen = new List<byte[]>();
        while (candidates.Count > 0)
        {
            var best = candidates.MaxBy(candidate => candidate.Edges.Count / (64.0 + candidate.Input.Length));
            if (best.Edges.Count == 0)
                break;
            candidates.Remove(best);
            if (best.Input.Length > most)
                continue;
            most -= best.Input.Length;
            chosen.Add(best.Input);
            candidates.ForEach(candidate => candidate.Edges.ExceptWith(best.Edges));
        }
        return chosen;
    }
}
