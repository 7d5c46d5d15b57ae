namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>The files that a host has run in one boot, in the order in which it did.</summary>
internal interface IMeasuredFiles
{
    int Count { get; }

    /// <param name="number">From 0 on; for made-up files any number is good.</param>
    MeasuredFile this[int number] { get; }
}
