using IntegrityWatch.Detection.Indicators.HashLists;

namespace IntegrityWatch.Detection.Indicators;

/// <summary>All that a policy knows to be bad: paths of threat groups, and the content that hash lists name.</summary>
public sealed class IndicatorSet
{
    private static readonly string[] MergedFolders = ["/bin/", "/sbin/", "/lib/", "/lib32/", "/lib64/", "/libx32/"];

    private readonly PatternIndex paths = new();
    private readonly PatternIndex names = new();

    internal IndicatorSet(IEnumerable<IndicatorGroup> groups, IReadOnlyList<HashList> hashLists)
    {
        HashLists = hashLists;
        foreach (var indicator in groups.SelectMany(group => group.Paths))
        {
            foreach (var path in indicator.Paths)
            {
                paths.Add(path, indicator);
                if (OtherName(path) is { } merged)
                    paths.Add(merged, indicator);
            }
            foreach (var name in indicator.Names)
                names.Add(name, indicator);
        }
    }

    /// <summary>The lists that were read, with what was wrong in them.</summary>
    public IReadOnlyList<HashList> HashLists { get; }

    /// <summary>Null where the path is no indicator; only absolute ones can be.</summary>
    public Indicator? Match(HostPath path, bool ownedByPackage) => path.IsAbsolute
        ? (paths.Find(path.Bytes, ownedByPackage) ?? names.Find(path.FileName, ownedByPackage))?.Indicator
        : null;

    /// <summary>Null where no list names the digest.</summary>
    public Indicator? Match(Digest digest)
    {
        foreach (var list in HashLists)
            if (list.Find(digest) is { } name)
                return new Indicator { Name = name, Source = list.File };
        return null;
    }

    /// <summary>The same file on a host where /bin is a link into /usr, or is not; null where that makes no difference.</summary>
    private static string? OtherName(string path)
    {
        foreach (var folder in MergedFolders)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal))
                return "/usr" + path;
            if (path.StartsWith("/usr" + folder, StringComparison.Ordinal))
                return path["/usr".Length..];
        }
        return null;
    }
}

/// <summary>Why a path or a digest is known to be bad.</summary>
public sealed record Indicator
{
    /// <summary>The group's id in the policy; null for content of a hash list.</summary>
    public string? GroupId { get; init; }

    /// <summary>
    /// The group's name; for content what its list calls it, which is text of any characters, to be escaped, and may be empty.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The public report that names it, or the list's file: text of any characters, to be escaped; null where none is given.</summary>
    public string? Source { get; init; }

    /// <summary>Ids of ATT&amp;CK techniques.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>What it is, from the policy; empty for content.</summary>
    public string Note { get; init; } = "";
}
