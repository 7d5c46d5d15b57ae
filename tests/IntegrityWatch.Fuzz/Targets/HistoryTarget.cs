using IntegrityWatch.History;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>
/// Histories with flipped bits, which <see cref="Patches"/> says: refused, or read as if nothing were, and never carried into the next state.
/// </summary>
internal sealed class HistoryTarget : IFuzzTarget
{
    private readonly string path = Path.Combine(Scratch.Make(), "history.db");
    private readonly byte[] whole;
    private readonly string content;

    public HistoryTarget()
    {
        whole = SomeHistory.Make(path);
        content = SomeHistory.Everything(path);
        Words = [.. Enumerable.Range(0, whole.Length / 8192).Select(page => $"{(char)(page >> 3)}{(char)(page << 5 & 0xff)}\0\u0001")];
    }

    public string Name => "history";

    public string Group => "history";

    public IReadOnlyList<byte[]> Seeds { get; } = [[], [0, 0, 0, 1, 1], [0, 32, 0, 1, 1]];

    public IReadOnlyList<string> Words { get; }

    public int SizeOf(byte[] input) => whole.Length;

    public void Run(byte[] input)
    {
        var patched = Patches.Apply(whole, input);
        File.WriteAllBytes(path, patched);
        BrokenPromiseException.Unless(SomeHistory.Everything(path) == content, "what is read of a damaged history is what was written");
        using var update = HistoryFile.OpenForUpdate(path);
        update.Change(state => state with { Host = "next" });
        update.Publish();
        BrokenPromiseException.Unless(patched.AsSpan().SequenceEqual(whole), "no damage is carried into the next state");
    }
}
