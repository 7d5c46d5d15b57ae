using System.Buffers;

namespace IntegrityWatch.Evidence.Audit;

/// <summary>
/// The <c>hash=</c> of an INTEGRITY_RULE record: <c>algorithm:hex</c>, or in kernels before 3.13 the digits of a SHA-1 alone.
/// </summary>
internal static class AuditDigest
{
    private const int LongestDigest = 64;
    private const int LongestAlgorithm = 32;

    private static readonly SearchValues<byte> AlgorithmCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-:"u8);

    /// <summary>Null where it is neither.</summary>
    public static Digest? Parse(ReadOnlySpan<byte> hash)
    {
        var colon = hash.LastIndexOf((byte)':');
        var hex = hash[(colon + 1)..];
        if (hex.IsEmpty || hex.Length > LongestDigest * 2)
            return null;
        Span<byte> value = stackalloc byte[LongestDigest];
        if (Convert.FromHexString(hex, value, out _, out var length) != OperationStatus.Done)
            return null;
        value = value[..length];
        if (colon < 0)
            return length == 20 ? new Digest("sha1", value) : null;
        var algorithm = hash[..colon];
        if (algorithm.IsEmpty || algorithm.Length > LongestAlgorithm || algorithm.ContainsAnyExcept(AlgorithmCharacters))
            return null;
        return new Digest(algorithm.SequenceEqual("sha256"u8) ? "sha256" : LossyUtf8.Decode(algorithm), value);
    }
}
