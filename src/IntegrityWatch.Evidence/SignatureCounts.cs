namespace IntegrityWatch.Evidence;

/// <summary>How many entries of a list carry an IMA signature, by what became of it.</summary>
public readonly record struct SignatureCounts
{
    public long Valid { get; init; }

    public long Invalid { get; init; }

    /// <summary>Made with keys that were not given: nothing can be said of them.</summary>
    public long UnknownKey { get; init; }

    /// <summary>Of a sort that is not checked here.</summary>
    public long NotSupported { get; init; }
}
