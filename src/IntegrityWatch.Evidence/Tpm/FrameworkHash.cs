using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>The framework's hashes: they are everywhere, and take about a microsecond each whatever their length.</summary>
internal sealed class FrameworkHash : BankHash
{
    private readonly IncrementalHash hash;

    public FrameworkHash(BankAlgorithm algorithm) => hash = IncrementalHash.CreateHash(algorithm.FrameworkName);

    public override void Compute(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        hash.AppendData(data);
        hash.GetHashAndReset(destination);
    }

    public override void Dispose() => hash.Dispose();
}
