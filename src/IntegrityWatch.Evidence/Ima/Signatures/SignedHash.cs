using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>The hash that a signature was made of, if it was made for an entry.</summary>
internal static class SignedHash
{
    private const string VerityPrefix = "verity:";

    /// <summary>Null, or why the entry does not hold what the signature signs.</summary>
    /// <param name="destination">At least as wide as the signature's hash.</param>
    public static string? Compute(in MeasurementEntry entry, in FileSignature signature, Span<byte> destination)
    {
        var isVerity = entry.DigestAlgorithm.StartsWith(VerityPrefix, StringComparison.Ordinal);
        var algorithm = entry.DigestAlgorithm.AsSpan(isVerity ? VerityPrefix.Length : 0);
        if (!entry.FileDigest.ContainsAnyExcept((byte)0))
            return "the entry has no digest";
        if (isVerity != signature.SignsVerity)
            return isVerity
                ? "the entry has the fs-verity digest, and the signature is of the file's"
                : "the entry has the file's digest, and the signature is of the fs-verity one";
        if (!algorithm.SequenceEqual(signature.Hash.Name) || entry.FileDigest.Length != signature.Hash.Width)
            return $"the entry has {entry.DigestAlgorithm} in {entry.FileDigest.Length} bytes, "
                + $"and the signature is of {signature.Hash.Name}";

        if (signature.Version == 2)
            entry.FileDigest.CopyTo(destination);
        else
            HashFileId(signature, entry.FileDigest, destination);
        return null;
    }

    /// <summary>
    /// Version 3 signs the hash of the used part of struct ima_file_id, so that what one type signs is nothing for another.
    /// </summary>
    private static void HashFileId(in FileSignature signature, ReadOnlySpan<byte> digest, Span<byte> destination)
    {
        Span<byte> fileId = stackalloc byte[2 + DigestAlgorithm.LargestWidth];
        fileId[0] = signature.Type;
        fileId[1] = signature.Hash.KernelId;
        digest.CopyTo(fileId[2..]);
        CryptographicOperations.HashData(signature.Hash.FrameworkName, fileId[..(2 + digest.Length)], destination);
    }
}
