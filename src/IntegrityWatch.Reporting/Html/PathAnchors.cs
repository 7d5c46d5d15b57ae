namespace IntegrityWatch.Reporting.Html;

/// <summary>The paths that a page tells of, and the anchors of their histories.</summary>
internal sealed class PathAnchors
{
    private readonly Dictionary<HostPath, string> anchors = [];
    private readonly List<HostPath> paths = [];

    /// <summary>In the order in which they were told of.</summary>
    public IReadOnlyList<HostPath> Paths => paths;

    public string Of(HostPath path)
    {
        if (anchors.TryGetValue(path, out var anchor))
            return anchor;
        paths.Add(path);
        return anchors[path] = $"history-{paths.Count}";
    }
}
