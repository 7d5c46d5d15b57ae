namespace IntegrityWatch.Evidence.Archives;

/// <summary>How much of an archive is unpacked before it is taken for one that is made to fill a disk.</summary>
/// <param name="MostBytes">Of the archive once it is decompressed, headers and all.</param>
/// <param name="MostEntries">Headers of every kind.</param>
internal sealed record ArchiveLimits(long MostBytes, int MostEntries)
{
    public static ArchiveLimits Default { get; } = new(8L << 30, 1_000_000);
}
