using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>The hash algorithm of a PCR bank. A TPM can have others (SM3), which cannot be computed here.</summary>
/// <param name="Name">As sysfs and the measurement list call it: <c>sha256</c>.</param>
/// <param name="Width">Of its digests, in bytes.</param>
/// <param name="TpmId">Its number as TPM_ALG_ID (TCG Algorithm Registry).</param>
internal sealed record BankAlgorithm(string Name, int Width, HashAlgorithmName FrameworkName, ushort TpmId)
{
    public static readonly BankAlgorithm Sha1 = new("sha1", SHA1.HashSizeInBytes, HashAlgorithmName.SHA1, 0x0004);

    public static readonly IReadOnlyList<BankAlgorithm> All =
    [
        Sha1,
        new("sha256", SHA256.HashSizeInBytes, HashAlgorithmName.SHA256, 0x000B),
        new("sha384", SHA384.HashSizeInBytes, HashAlgorithmName.SHA384, 0x000C),
        new("sha512", SHA512.HashSizeInBytes, HashAlgorithmName.SHA512, 0x000D),
    ];

    public static BankAlgorithm? OfTpmId(ushort id) => All.FirstOrDefault(algorithm => algorithm.TpmId == id);

    public static BankAlgorithm? OfWidth(int width) => All.FirstOrDefault(algorithm => algorithm.Width == width);
}
