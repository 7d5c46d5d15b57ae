using System.Numerics;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Tpm.Quotes;

/// <summary>
/// RSASSA-PSS with a salt of any length (RFC 8017, 9.1.2). TPMs use the longest that fits, or one as long as the hash; the
/// framework checks the latter only.
/// </summary>
internal static class PssPadding
{
    private const byte Trailer = 0xBC;

    public static bool Verifies(RSA key, DigestAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != (key.KeySize + 7) / 8)
            return false;
        var encoded = Encoded(key, signature);
        // The encoded message has a bit less than the modulus: at most its first byte is all zero.
        var unusedBits = 8 * encoded.Length - (key.KeySize - 1);
        if (unusedBits == 8)
        {
            if (encoded[0] != 0)
                return false;
            (encoded, unusedBits) = (encoded[1..], 0);
        }
        var maskLength = encoded.Length - hash.Length - 1;
        if (maskLength < 1 || encoded[^1] != Trailer || encoded[0] >> (8 - unusedBits) != 0)
            return false;

        var block = encoded.AsSpan(0, maskLength);
        var expected = encoded.AsSpan(maskLength, hash.Length);
        Unmask(block, expected, algorithm);
        block[0] &= (byte)(0xFF >> unusedBits);
        var saltStart = block.IndexOfAnyExcept((byte)0) + 1;
        if (saltStart == 0 || block[saltStart - 1] != 1)
            return false;
        return expected.SequenceEqual(CryptographicOperations.HashData(
            algorithm.FrameworkName, [.. new byte[8], .. hash, .. block[saltStart..]]));
    }

    /// <summary>The number that was signed, in as many bytes as the modulus has; zeros where the signature is none.</summary>
    private static byte[] Encoded(RSA key, ReadOnlySpan<byte> signature)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var modulus = new BigInteger(parameters.Modulus, isUnsigned: true, isBigEndian: true);
        var number = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        var encoded = new byte[signature.Length];
        if (number >= modulus)
            return encoded;
        var signed = BigInteger.ModPow(number, new BigInteger(parameters.Exponent, isUnsigned: true, isBigEndian: true), modulus)
            .ToByteArray(isUnsigned: true, isBigEndian: true);
        signed.CopyTo(encoded.AsSpan(encoded.Length - signed.Length));
        return encoded;
    }

    /// <summary>MGF1 (RFC 8017, B.2.1) under the same algorithm.</summary>
    private static void Unmask(Span<byte> block, ReadOnlySpan<byte> seed, DigestAlgorithm algorithm)
    {
        Span<byte> seeded = [.. seed, 0, 0, 0, 0];
        for (var start = 0; start < block.Length; start += algorithm.Width)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(seeded[^sizeof(int)..], start / algorithm.Width);
            var mask = CryptographicOperations.HashData(algorithm.FrameworkName, seeded);
            for (var index = 0; index < mask.Length && start + index < block.Length; index++)
                block[start + index] ^= mask[index];
        }
    }
}
