using System.Security.Cryptography;

namespace IntegrityWatch.Platform;

/// <summary>
/// A file's digest and the algorithm that made it, in the kernel's names: <c>sha256</c>, <c>sha1</c>, <c>sm3</c>;
/// <c>verity:sha256</c> for an fs-verity digest, which is no digest of the content and compares only with its like.
/// </summary>
public sealed class Digest : IEquatable<Digest>
{
    public Digest(string algorithm, ReadOnlySpan<byte> value)
    {
        Algorithm = algorithm;
        Value = value.ToArray();
    }

    public string Algorithm { get; }

    public byte[] Value { get; }

    public string Hex => Convert.ToHexStringLower(Value);

    /// <summary>All zero: the kernel could not vouch for what was read, or could not hash it.</summary>
    public bool IsZero => !Value.AsSpan().ContainsAnyExcept((byte)0);

    public static Digest Sha256(ReadOnlySpan<byte> content) => new("sha256", SHA256.HashData(content));

    public bool Equals(Digest? other) =>
        other is not null && Algorithm == other.Algorithm && Value.AsSpan().SequenceEqual(other.Value);

    public override bool Equals(object? obj) => Equals(obj as Digest);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Value);
        return hash.ToHashCode();
    }

    /// <summary><c>algorithm:hex</c>, as the kernel writes it.</summary>
    public override string ToString() => $"{Algorithm}:{Hex}";
}
