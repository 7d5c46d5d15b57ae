using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Ima.Signatures;

/// <summary>A hash algorithm that a signature names, and that can be computed with here.</summary>
/// <param name="Id">Its number in the kernel's enum hash_algo (include/uapi/linux/hash_info.h).</param>
/// <param name="Name">The name that the measurement list has for it.</param>
/// <param name="Width">Of its digests, in bytes.</param>
internal sealed record SignatureHash(byte Id, string Name, int Width, HashAlgorithmName Algorithm)
{
    public const int LargestWidth = SHA512.HashSizeInBytes;

    private static readonly SignatureHash[] All =
    [
        new(2, "sha1", SHA1.HashSizeInBytes, HashAlgorithmName.SHA1),
        new(4, "sha256", SHA256.HashSizeInBytes, HashAlgorithmName.SHA256),
        new(5, "sha384", SHA384.HashSizeInBytes, HashAlgorithmName.SHA384),
        new(6, "sha512", SHA512.HashSizeInBytes, HashAlgorithmName.SHA512),
        new(20, "sha3-256", SHA3_256.HashSizeInBytes, HashAlgorithmName.SHA3_256),
        new(21, "sha3-384", SHA3_384.HashSizeInBytes, HashAlgorithmName.SHA3_384),
        new(22, "sha3-512", SHA3_512.HashSizeInBytes, HashAlgorithmName.SHA3_512),
    ];

    /// <summary>Null for one that is unknown here, that the framework lacks, or that proves nothing any more (MD5).</summary>
    public static SignatureHash? Find(byte id) => Array.Find(All, hash => hash.Id == id);

    public static SignatureHash Named(HashAlgorithmName algorithm) => Array.Find(All, hash => hash.Algorithm == algorithm)!;
}
