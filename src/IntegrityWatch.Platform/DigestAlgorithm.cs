using System.Security.Cryptography;

namespace IntegrityWatch.Platform;

/// <summary>A hash algorithm, by all the names and numbers that it has here. <see cref="All"/> is the one table of them.</summary>
/// <param name="Name">As the kernel and the measurement list call it: <c>sha256</c>.</param>
/// <param name="Width">Of its digests, in bytes.</param>
/// <param name="KernelId">Its number in the kernel's enum hash_algo (include/uapi/linux/hash_info.h).</param>
public sealed record DigestAlgorithm(string Name, int Width, byte KernelId)
{
    /// <summary>In bytes, of the widest digest.</summary>
    public const int LargestWidth = SHA512.HashSizeInBytes;

    /// <summary>Those that the kernel measures with; of one width, the one that is meant where nothing else is said comes first.</summary>
    public static readonly IReadOnlyList<DigestAlgorithm> All =
    [
        new("md5", 16, 1) { PgpId = 1, FrameworkName = HashAlgorithmName.MD5, IsComputed = true, IsListed = true },
        new("sha1", 20, 2) { PgpId = 2, TpmId = 0x0004, FrameworkName = HashAlgorithmName.SHA1, IsComputed = true, IsListed = true },
        new("rmd160", 20, 3) { PgpId = 3, IsListed = true },
        new("sha224", 28, 7) { PgpId = 11, IsListed = true },
        new("sha256", 32, 4) { PgpId = 8, TpmId = 0x000B, FrameworkName = HashAlgorithmName.SHA256, IsComputed = true, IsListed = true, IsOfVerity = true },
        new("sm3", 32, 17) { TpmId = 0x0012, IsListed = true, IsReplayed = true },
        new("streebog256", 32, 18),
        new("sha3-256", 32, 20) { FrameworkName = HashAlgorithmName.SHA3_256, IsListed = true },
        new("wp256", 32, 11),
        new("sha384", 48, 5) { PgpId = 9, TpmId = 0x000C, FrameworkName = HashAlgorithmName.SHA384, IsComputed = true, IsListed = true },
        new("sha3-384", 48, 21) { FrameworkName = HashAlgorithmName.SHA3_384, IsListed = true },
        new("wp384", 48, 12),
        new("sha512", 64, 6) { PgpId = 10, TpmId = 0x000D, FrameworkName = HashAlgorithmName.SHA512, IsComputed = true, IsListed = true, IsOfVerity = true },
        new("streebog512", 64, 19),
        new("sha3-512", 64, 22) { FrameworkName = HashAlgorithmName.SHA3_512, IsListed = true },
        new("wp512", 64, 13),
    ];

    public static readonly DigestAlgorithm Sha1 = Named("sha1")!;

    public static readonly DigestAlgorithm Sha256 = Named("sha256")!;

    public static readonly DigestAlgorithm Sm3 = Named("sm3")!;

    /// <summary>Those of the PCR banks that can be computed here.</summary>
    public static readonly IReadOnlyList<DigestAlgorithm> Banks = [.. All.Where(algorithm => algorithm is { TpmId: not null } and ({ IsComputed: true } or { IsReplayed: true }))];

    /// <summary>Its number as TPM_ALG_ID (TCG Algorithm Registry); null where no TPM is asked for it.</summary>
    public ushort? TpmId { get; private init; }

    /// <summary>Its number in OpenPGP (RFC 9580, 9.5), which rpm uses; null where it has none.</summary>
    public byte? PgpId { get; private init; }

    /// <summary>The framework's name; the default value where the framework does not know it.</summary>
    public HashAlgorithmName FrameworkName { get; private init; }

    /// <summary>True where it is computed on every host; SHA-3 is only where the host's OpenSSL has it.</summary>
    public bool IsComputed { get; private init; }

    /// <summary>True where the framework does not know it, and a measurement list can be replayed with it all the same.</summary>
    public bool IsReplayed { get; private init; }

    /// <summary>True where lists of known bad content may use it.</summary>
    public bool IsListed { get; private init; }

    /// <summary>True where fs-verity can use it: its digests are then <c>verity:</c> and the name.</summary>
    public bool IsOfVerity { get; private init; }

    public static DigestAlgorithm? Named(string name) => All.FirstOrDefault(algorithm => algorithm.Name == name);

    /// <summary>The one that is meant by a digest of so many bytes where nothing else is said; null for any other width.</summary>
    public static DigestAlgorithm? OfWidth(int width) => All.FirstOrDefault(algorithm => algorithm.Width == width);

    /// <summary>See <see cref="Banks"/>.</summary>
    public static DigestAlgorithm? BankOfWidth(int width) => Banks.FirstOrDefault(algorithm => algorithm.Width == width);

    /// <summary>See <see cref="Banks"/>.</summary>
    public static DigestAlgorithm? BankOfTpmId(ushort id) => Banks.FirstOrDefault(algorithm => algorithm.TpmId == id);

    /// <summary>Null for one that is unknown here, that the framework lacks, or by which a signature proves nothing any more (MD5).</summary>
    public static DigestAlgorithm? OfSignature(byte kernelId) =>
        All.FirstOrDefault(algorithm => algorithm.KernelId == kernelId && algorithm.FrameworkName.Name is not null && algorithm.Name != "md5");
}
