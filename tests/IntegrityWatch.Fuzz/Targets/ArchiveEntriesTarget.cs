using IntegrityWatch.Evidence.Archives;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed archives, read entry by entry and not unpacked.</summary>
internal sealed class ArchiveEntriesTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    private readonly ArchiveLimits limits = new(MostBytes: 4 << 20, MostEntries: 1000);
    private readonly InputFile file = new();

    public string Name => "archive-entries";

    public string Group => "archive";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words => TarForm.Words;

    public byte[] Finish(byte[] changed, Random random) => TarForm.Finish(changed, random);

    public void Run(byte[] input)
    {
        using var archive = new ArchiveReader("archive", File.OpenRead(file.With(input)), limits);
        while (archive.Read() is { } entry)
        {
            BrokenPromiseException.Unless(entry.Size >= 0, "an entry has a size");
            using var content = new MemoryStream();
            archive.CopyTo(content, CancellationToken.None);
            BrokenPromiseException.Unless(content.Length <= entry.Size, "no more is read than an entry has");
        }
        archive.Finish();
    }
}
