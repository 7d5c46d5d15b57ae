namespace IntegrityWatch.Evidence.Packages;

/// <summary>
/// The paths whose owners are asked for, as the kernel reports them and, for links that no package owns, where they lead, as an
/// alternative does, /usr/bin/awk.
/// </summary>
internal sealed class OwnerQuestion
{
    private readonly List<(HostPath Asked, HostPath Own, HostPath? End)> paths = [];
    private readonly HashSet<HostPath> wanted = [];

    public OwnerQuestion(IEnumerable<HostPath> asked, EvidenceRoot root, HostFolders folders)
    {
        foreach (var path in asked.Where(path => path.IsAbsolute))
        {
            var own = folders.Canonical(path.Bytes);
            var end = root.Resolve(path);
            paths.Add((path, own, end));
            wanted.Add(own);
            if (end is { } other)
                wanted.Add(other);
        }
    }

    public IReadOnlySet<HostPath> Wanted => wanted;

    /// <summary>By the path that was asked.</summary>
    /// <param name="found">By the path that was wanted.</param>
    public IReadOnlyDictionary<HostPath, PackagedFile> Answer(IReadOnlyDictionary<HostPath, PackagedFile> found)
    {
        var answer = new Dictionary<HostPath, PackagedFile>();
        foreach (var (asked, own, end) in paths)
            if (found.TryGetValue(own, out var owner) || (end is { } other && found.TryGetValue(other, out owner)))
                answer[asked] = owner;
        return answer;
    }
}
