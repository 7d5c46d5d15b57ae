using IntegrityWatch.History.Storage;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>
/// Histories that somebody changed, as <see cref="Patches"/> says, and whose checksums are right: what the pages hold is read or refused.
/// </summary>
internal sealed class ForgedHistoryTarget : IFuzzTarget
{
    private readonly string path = Path.Combine(Scratch.Make(), "history.db");
    private readonly byte[] whole;
    private readonly int pages;

    public ForgedHistoryTarget()
    {
        whole = SomeHistory.Make(path);
        using var file = File.OpenHandle(path);
        pages = Trailer.Read(file, whole.Length, path)!.Pages;
        Words = [.. Enumerable.Range(0, pages).Select(page => $"{(char)(page >> 3)}{(char)(page << 5 & 0xff)}\0\u0001")];
    }

    public string Name => "forged-history";

    public string Group => "history";

    /// <summary>LiteDB follows what a page says without end, and takes memory for it: whoever forges a history can make that happen.</summary>
    public bool IsOnlyNamed => true;

    public IReadOnlyList<byte[]> Seeds { get; } = [[], [0, 32, 32, 1, 1], [0, 64, 40, 1, 1]];

    public IReadOnlyList<string> Words { get; }

    /// <summary>Its memory is not looked at: LiteDB believes a page that passed its checksum, and takes what that says it needs.</summary>
    public int SizeOf(byte[] input) => int.MaxValue;

    public void Run(byte[] input)
    {
        var length = pages * PageChecksums.PageSize;
        var patched = Patches.Apply(whole[..length], input);
        var checksums = new PageChecksums();
        for (var page = 0; page < pages; page++)
            checksums.Set(page, patched.AsSpan(page * PageChecksums.PageSize, PageChecksums.PageSize));
        File.WriteAllBytes(path, patched);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
            Trailer.Write(file, checksums);
        SomeHistory.Everything(path);
    }
}
