using System.Security.Cryptography;

namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>PCR 10 of one bank, as a TPM would hold it after each entry: PCR' = H(PCR | template digest).</summary>
internal sealed class Pcr(HashAlgorithmName algorithm, int width)
{
    private readonly byte[] both = new byte[2 * width];

    /// <summary>The bank's name in sysfs.</summary>
    public string Bank { get; } = algorithm.Name!.ToLowerInvariant();

    public string Hex => Convert.ToHexString(both.AsSpan(0, width));

    /// <summary>Extends the PCR by the digest of an entry's data in this bank's algorithm.</summary>
    /// <returns>That digest, good until the next call.</returns>
    public ReadOnlySpan<byte> Extend(ReadOnlySpan<byte> data)
    {
        var digest = both.AsSpan(width);
        CryptographicOperations.HashData(algorithm, data, digest);
        Span<byte> extended = stackalloc byte[width];
        CryptographicOperations.HashData(algorithm, both, extended);
        extended.CopyTo(both);
        return digest;
    }
}
