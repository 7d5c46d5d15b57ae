using System.Security.Cryptography;

namespace IntegrityWatch.Fuzz;

/// <summary>Inputs that showed something new in earlier runs: a folder for each target, each file named by its SHA-256.</summary>
internal sealed class KeptInputs(string? folder)
{
    /// <summary>In bytes: of one input, and of all inputs of one target together.</summary>
    public const int Longest = 8 * 1024;
    public const int MostOfTarget = 40 * 1024;

    private const int NameLength = 12;

    /// <summary>Those that come with the sources.</summary>
    public static KeptInputs OfRepository => new(Path.Combine(Corpus.Repository, "tests/IntegrityWatch.Fuzz/corpus"));

    public static KeptInputs None => new(folder: null);

    public IReadOnlyList<byte[]> Of(IFuzzTarget target) => folder is not null && Directory.Exists(FolderOf(target))
        ? [.. Directory.EnumerateFiles(FolderOf(target)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
        : [];

    /// <summary>In place of what was there.</summary>
    public void Write(IFuzzTarget target, IEnumerable<byte[]> inputs)
    {
        if (Directory.Exists(FolderOf(target)))
            Directory.Delete(FolderOf(target), recursive: true);
        Directory.CreateDirectory(FolderOf(target));
        foreach (var input in inputs)
            File.WriteAllBytes(Path.Combine(FolderOf(target), Convert.ToHexStringLower(SHA256.HashData(input))[..NameLength]), input);
    }

    private string FolderOf(IFuzzTarget target) => Path.Combine(folder!, target.Name);
}
