using System.Buffers;
using System.Security.Cryptography;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>Gathers what a list holds, and what is wrong in it.</summary>
internal sealed class HashListBuilder
{
    private const int MostProblems = 5;

    private static readonly Dictionary<string, byte[]> OfNothing = new()
    {
        ["md5"] = Convert.FromHexString("d41d8cd98f00b204e9800998ecf8427e"),
        ["sha1"] = Convert.FromHexString("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ["sha256"] = SHA256.HashData([]),
        ["sha512"] = SHA512.HashData([]),
    };

    private readonly string file;
    private readonly Dictionary<string, DigestTable> tables = [];
    private readonly LabelStore labels = new();
    private readonly List<string> problems = [];
    private int bad;
    private int heldBack;

    public HashListBuilder(string file) => this.file = file;

    /// <summary>False where it held not one digest.</summary>
    public bool HoldsDigests => tables.Count + heldBack > 0;

    /// <param name="hex">The digest in hexadecimal digits.</param>
    /// <param name="algorithm">In the kernel's names; null where the digest's length must tell.</param>
    /// <param name="label">What the list calls it.</param>
    /// <returns>Null where it was taken; otherwise what is wrong with it.</returns>
    public string? Add(ReadOnlySpan<byte> hex, string? algorithm, ReadOnlySpan<byte> label)
    {
        Span<byte> digest = stackalloc byte[DigestAlgorithm.LargestWidth];
        if (hex.Length > 2 * DigestAlgorithm.LargestWidth
            || Convert.FromHexString(hex, digest, out _, out var length) != OperationStatus.Done)
            return "not a digest in hexadecimal digits";
        digest = digest[..length];
        algorithm ??= DigestAlgorithm.OfWidth(length)?.Name;
        if (algorithm is null || DigestAlgorithm.Named(algorithm)?.Width != length)
            return $"not a digest of the length of {algorithm ?? "any known algorithm"}";
        if (SaysNothing(algorithm, digest))
            return "the digest of an empty file, or none: it would match what is harmless";
        if (!tables.TryGetValue(algorithm, out var table))
            tables[algorithm] = table = new DigestTable(length);
        table.Add(digest, labels.Add(label));
        return null;
    }

    /// <summary>From <c>SHA-256</c>, <c>sha256</c>, <c>SHA3-256</c> ...; null for what is none.</summary>
    public static string? AlgorithmNamed(string name)
    {
        var lower = name.ToLowerInvariant();
        if (lower.StartsWith("sha-", StringComparison.Ordinal))
            lower = "sha" + lower["sha-".Length..];
        return DigestAlgorithm.Named(lower) is { IsListed: true } ? lower : null;
    }

    /// <summary>The list itself says not to use a digest that it holds.</summary>
    public void HoldBack() => heldBack++;

    /// <param name="line">Counted from 1.</param>
    /// <param name="fault">What is wrong there.</param>
    public void Bad(long line, string fault)
    {
        if (bad++ < MostProblems)
            problems.Add($"{file} line {line}: {fault}");
    }

    public HashList Build(byte[] fingerprint) => new(file, fingerprint, tables, labels)
    {
        HeldBack = heldBack,
        Bad = bad,
        Problems = problems,
    };

    private static bool SaysNothing(string algorithm, ReadOnlySpan<byte> digest) =>
        !digest.ContainsAnyExcept((byte)0) || (OfNothing.TryGetValue(algorithm, out var nothing) && digest.SequenceEqual(nothing));
}
