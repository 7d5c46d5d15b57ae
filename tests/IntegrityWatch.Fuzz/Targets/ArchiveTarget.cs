using IntegrityWatch.Evidence.Archives;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed archives of a host's files, unpacked as <c>--root</c> does: nothing lies outside, and nothing is left.</summary>
internal sealed class ArchiveTarget : IFuzzTarget
{
    private const string Canary = "canary";

    private readonly ArchiveLimits limits = new(MostBytes: 4 << 20, MostEntries: 500);
    private readonly InputFile file = new();
    private readonly string around = Scratch.Make();
    private readonly string below;

    public ArchiveTarget(IReadOnlyList<byte[]> seeds)
    {
        Seeds = seeds;
        below = Path.Combine(around, "below");
        Directory.CreateDirectory(below);
        File.WriteAllText(Path.Combine(around, Canary), Canary);
    }

    public string Name => "archive";

    public string Group => "archive";

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<string> Words => TarForm.Words;

    public byte[] Finish(byte[] changed, Random random) => TarForm.Finish(changed, random);

    public void Run(byte[] input)
    {
        try
        {
            using var root = ArchiveRoot.Open(file.With(input), limits, below, factsOnly: false, _ => { }, progress: null, CancellationToken.None);
            foreach (var found in root.FilesBelow(HostPath.Of("/")).Take(20))
                root.Open(found)?.Dispose();
            BrokenPromiseException.Unless(
                Directory.GetFileSystemEntries(around).Length == 2 && File.ReadAllText(Path.Combine(around, Canary)) == Canary, "nothing lies outside");
        }
        finally
        {
            BrokenPromiseException.Unless(Directory.GetFileSystemEntries(below).Length == 0, "nothing is left");
        }
    }
}
