namespace IntegrityWatch.History.Baselines;

/// <summary>What two baselines approve differently.</summary>
public sealed class BaselineComparison
{
    public BaselineComparison(BaselineContent from, BaselineContent to)
    {
        Changes = [.. Meet(from.Paths, to.Paths)
            .Select(pair => Of(pair.From ?? Nothing(pair.To!), pair.To ?? Nothing(pair.From!)))
            .Where(change => change.Before.Count + change.After.Count > 0)];
        (Waived, NoLongerWaived) = (WaiversOf(to, without: from), WaiversOf(from, without: to));
        // A baseline without packages comes from where none are known.
        Packages = from.Packages.Count == 0 || to.Packages.Count == 0 ? [] : PackagesOf(from, to);
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<PackageChange> Packages { get; }

    /// <summary>In the order of their paths.</summary>
    public IReadOnlyList<BaselineChange> Changes { get; }

    /// <summary>What only the second waives.</summary>
    public IReadOnlyList<Decision> Waived { get; }

    /// <summary>What only the first waives.</summary>
    public IReadOnlyList<Decision> NoLongerWaived { get; }

    /// <summary>
    /// What the host is, as far as its history knows: each path as it was last used, and where it never was, as it is approved.
    /// </summary>
    public static BaselineContent Now(IHistory history)
    {
        var latest = LatestObservations.Of(history);
        var generation = history.Generations is [.., var last] ? last.Number : 0;
        var paths = new List<BaselinePath>();
        foreach (var approved in BaselineContent.Of(history.AllApprovals(), generation, packages: null, []).Paths)
            if (!latest.TryGetValue(approved.Path, out var seen) || approved.Approved.Concat(approved.Beside).Contains(seen.Digest))
            {
                paths.Add(approved);
                latest.Remove(approved.Path);
            }
        paths.AddRange(latest.Values.Select(seen => new BaselinePath { Path = seen.Path, Approved = [seen.Digest] }));
        return new BaselineContent(paths, decisions: history.DecisionsInForce);
    }

    private static IReadOnlyList<Decision> WaiversOf(BaselineContent content, BaselineContent without)
    {
        var others = without.Decisions.Where(decision => decision.Verb == DecisionVerb.Waive).Select(decision => decision.FindingId).ToHashSet(StringComparer.Ordinal);
        return [.. content.Decisions.Where(decision => decision.Verb == DecisionVerb.Waive && others.Add(decision.FindingId))];
    }

    private static BaselinePath Nothing(BaselinePath other) => new() { Path = other.Path };

    private static BaselineChange Of(BaselinePath from, BaselinePath to)
    {
        var before = from.Approved.Concat(from.Beside).ToHashSet();
        var after = to.Approved.Concat(to.Beside).ToHashSet();
        return new BaselineChange(from.Path, Ordered(before.Except(after)), Ordered(after.Except(before)));
    }

    private static IReadOnlyList<Digest> Ordered(IEnumerable<Digest> digests) =>
        [.. digests.OrderBy(digest => digest.ToString(), StringComparer.Ordinal)];

    private static IReadOnlyList<PackageChange> PackagesOf(BaselineContent from, BaselineContent to)
    {
        var (before, after) = (from.Packages.ToDictionary(), to.Packages.ToDictionary());
        return [.. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(name => new PackageChange(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
            .Where(change => change.Before != change.After)];
    }

    /// <summary>Pairs of what has the same path.</summary>
    private static IEnumerable<(BaselinePath? From, BaselinePath? To)> Meet(IReadOnlyList<BaselinePath> from, IReadOnlyList<BaselinePath> to)
    {
        for (int i = 0, j = 0; i < from.Count || j < to.Count;)
        {
            var order = i == from.Count ? 1 : j == to.Count ? -1 : from[i].Path.CompareTo(to[j].Path);
            yield return (order <= 0 ? from[i++] : null, order >= 0 ? to[j++] : null);
        }
    }
}

/// <summary>What of one path differs between two baselines.</summary>
/// <param name="Path">The path.</param>
/// <param name="Before">Digests that only the first holds, in the order of their text.</param>
/// <param name="After">Digests that only the second holds.</param>
public sealed record BaselineChange(HostPath Path, IReadOnlyList<Digest> Before, IReadOnlyList<Digest> After);

/// <summary>A package that differs between two baselines.</summary>
/// <param name="Name">The package's.</param>
/// <param name="Before">Its version in the first; null where it is not in it.</param>
/// <param name="After">Its version in the second; null where it is not in it.</param>
public sealed record PackageChange(string Name, string? Before, string? After);
