namespace IntegrityWatch.Evidence.Packages;

/// <summary>What was left out because it could not be read. To read a file once more tells nothing twice.</summary>
internal sealed class ReadingProblems(EvidenceRoot root)
{
    /// <summary>By kind, for each file.</summary>
    private readonly SortedDictionary<string, SortedDictionary<string, int>> left = new(StringComparer.Ordinal);

    /// <summary>What keeps everything from being read; the first stays.</summary>
    public CannotCheckException? Fault { get; private set; }

    public IReadOnlyList<string> Messages =>
        [.. Fault is null ? [] : new[] { Fault.Message }, .. left.Select(kind => Describe(kind.Key, kind.Value))];

    public void Break(string message, string? hint = null) => Break(new CannotCheckException(message, hint));

    public void Break(CannotCheckException fault) => Fault ??= fault;

    /// <param name="kind">In the plural: <c>lines that are no path</c>.</param>
    /// <param name="file">Below the root.</param>
    /// <param name="count">How many of the kind the file has.</param>
    public void LeaveOut(string kind, string file, int count = 1)
    {
        if (count == 0)
            return;
        if (!left.TryGetValue(kind, out var files))
            left[kind] = files = new SortedDictionary<string, int>(StringComparer.Ordinal);
        files[file] = count;
    }

    private string Describe(string kind, SortedDictionary<string, int> files)
    {
        var others = files.Count == 1 ? "" : $" and {files.Count - 1} more";
        return $"left out {files.Values.Sum(count => (long)count)} {kind}: {root.Locate(files.Keys.First())}{others}";
    }
}
