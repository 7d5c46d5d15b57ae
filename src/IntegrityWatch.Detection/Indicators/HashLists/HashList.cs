namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>A file with digests of known bad content, read.</summary>
public sealed class HashList
{
    private readonly IReadOnlyDictionary<string, DigestTable> tables;
    private readonly LabelStore labels;

    internal HashList(string file, byte[] fingerprint, IReadOnlyDictionary<string, DigestTable> tables, LabelStore labels)
    {
        File = file;
        Fingerprint = fingerprint;
        this.tables = tables;
        this.labels = labels;
        Counts = tables.ToDictionary(table => table.Key, table => table.Value.Count);
    }

    public string File { get; }

    /// <summary>
    /// How many digests of each algorithm, in the kernel's names. Digests are compared within one algorithm: a list of md5 alone says
    /// nothing to a kernel that measures with sha256.
    /// </summary>
    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>Digests that the list itself holds back: expired, revoked, or not meant for detection.</summary>
    public required int HeldBack { get; init; }

    /// <summary>Lines, or objects of JSON, from which no digest could be had.</summary>
    public required int Bad { get; init; }

    /// <summary>The first few of those, each as <c>FILE line N: what is wrong</c>.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    internal byte[] Fingerprint { get; }

    /// <summary>What the list calls the content, which may be nothing; null where the list does not name the digest.</summary>
    internal string? Find(Digest digest) =>
        tables.TryGetValue(digest.Algorithm, out var table) && table.Find(digest.Value) is { } label ? labels.Of(label) : null;
}
