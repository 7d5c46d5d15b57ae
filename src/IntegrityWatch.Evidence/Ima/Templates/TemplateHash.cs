using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Ima.Templates;

/// <summary>
/// The template digest of an entry: the hash of its template data under the bank's algorithm, which the kernel extends into
/// the PCR. The template <c>ima</c> is hashed as its digest and its name, padded with zeros to 256 bytes.
/// </summary>
public static class TemplateHash
{
    /// <summary>The width of the widest bank, SHA-512, in bytes.</summary>
    public const int WidestBank = SHA512.HashSizeInBytes;

    /// <summary>What is hashed of an entry of the template <c>ima</c>, in bytes.</summary>
    internal const int LegacyLength = TemplateFields.LegacyDigestLength + LegacyNameLength;

    private const int LegacyNameLength = 256;

    /// <summary>Hashes the entry for one bank.</summary>
    /// <param name="destination">20 bytes for SHA-1, 32 for SHA-256, 48 for SHA-384, 64 for SHA-512.</param>
    public static void Compute(in MeasurementEntry entry, Span<byte> destination) =>
        Compute(Template.IsLegacyName(entry.TemplateName), entry.TemplateData, destination);

    /// <summary>
    /// True where the entry's template digest is the hash of its data, in the digest's width, or that data's SHA-1 padded with
    /// zeros, which kernels store for a bank whose algorithm they lack. A violation has no hash to check: true.
    /// </summary>
    public static bool Verifies(in MeasurementEntry entry) =>
        EntryInterpreter.IsViolation(entry.TemplateDigest)
        || Verifies(Template.IsLegacyName(entry.TemplateName), entry.TemplateData, entry.TemplateDigest);

    internal static bool Verifies(bool isLegacy, ReadOnlySpan<byte> data, ReadOnlySpan<byte> digest)
    {
        Span<byte> computed = stackalloc byte[WidestBank];
        Compute(isLegacy, data, computed[..digest.Length]);
        if (digest.SequenceEqual(computed[..digest.Length]))
            return true;

        if (digest.Length == SHA1.HashSizeInBytes || digest[SHA1.HashSizeInBytes..].ContainsAnyExcept((byte)0))
            return false;
        Compute(isLegacy, data, computed[..SHA1.HashSizeInBytes]);
        return digest.StartsWith(computed[..SHA1.HashSizeInBytes]);
    }

    /// <summary>The bytes that the template digest is the hash of: the data itself but for the template <c>ima</c>.</summary>
    /// <param name="padding"><see cref="LegacyLength"/> bytes to put that one's together in.</param>
    internal static ReadOnlySpan<byte> HashedBytes(bool isLegacy, ReadOnlySpan<byte> data, Span<byte> padding)
    {
        const int NameStart = TemplateFields.LegacyDigestLength + sizeof(uint);
        if (!isLegacy || data.Length is < NameStart or >= NameStart + LegacyNameLength)
            return data;
        data[..TemplateFields.LegacyDigestLength].CopyTo(padding);
        data[NameStart..].CopyTo(padding[TemplateFields.LegacyDigestLength..]);
        padding[(data.Length - sizeof(uint))..].Clear();
        return padding;
    }

    private static void Compute(bool isLegacy, ReadOnlySpan<byte> data, Span<byte> destination) =>
        Hash(HashedBytes(isLegacy, data, stackalloc byte[LegacyLength]), destination);

    private static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        switch (destination.Length)
        {
            // The kernel's plain list is SHA-1: the choice is not ours.
#pragma warning disable CA5350
            case SHA1.HashSizeInBytes:
                SHA1.HashData(data, destination);
                break;
#pragma warning restore CA5350
            case SHA256.HashSizeInBytes:
                SHA256.HashData(data, destination);
                break;
            case SHA384.HashSizeInBytes:
                SHA384.HashData(data, destination);
                break;
            case SHA512.HashSizeInBytes:
                SHA512.HashData(data, destination);
                break;
            default:
                throw new ArgumentException("no bank has this width", nameof(destination));
        }
    }
}
