using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>Computes one algorithm's hashes, millions of short ones in a row. For one thread at a time.</summary>
internal abstract class BankHash : IDisposable
{
    /// <summary>The fastest there is for this algorithm on this machine.</summary>
    public static BankHash Of(DigestAlgorithm algorithm) =>
        algorithm == DigestAlgorithm.Sm3 ? new Sm3Hash() : LibcryptoHash.TryCreate(algorithm) ?? (BankHash)new FrameworkHash(algorithm);

    /// <param name="destination">As long as the algorithm's digests; may overlap the data.</param>
    public abstract void Compute(ReadOnlySpan<byte> data, Span<byte> destination);

    public abstract void Dispose();
}

/// <summary>The framework's hashes: they are everywhere, and take about a microsecond each whatever their length.</summary>
internal sealed class FrameworkHash : BankHash
{
    private readonly IncrementalHash hash;

    public FrameworkHash(DigestAlgorithm algorithm) => hash = IncrementalHash.CreateHash(algorithm.FrameworkName);

    public override void Compute(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        hash.AppendData(data);
        hash.GetHashAndReset(destination);
    }

    public override void Dispose() => hash.Dispose();
}
