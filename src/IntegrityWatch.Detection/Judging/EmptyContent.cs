using System.Security.Cryptography;
using IntegrityWatch.Evidence.Disk;

namespace IntegrityWatch.Detection.Judging;

/// <summary>The digests of no bytes at all: a file of them is a copy of nothing.</summary>
internal static class EmptyContent
{
    private static readonly HashSet<Digest> Digests =
    [
        .. DigestAlgorithm.All.Where(algorithm => FileHasher.CanCompute(algorithm.Name))
            .Select(algorithm => new Digest(algorithm.Name, CryptographicOperations.HashData(algorithm.FrameworkName, ReadOnlySpan<byte>.Empty))),
        new("rmd160", Convert.FromHexString("9c1185a5c5e9fc54612808977ee8f548b2258d31")),
        new("sha224", Convert.FromHexString("d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")),
        new("sm3", Convert.FromHexString("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")),
        new("sha3-256", Convert.FromHexString("a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a")),
        new("sha3-384", Convert.FromHexString("0c63a75b845e4f7d01107d852e4c2485c51a50aaaa94fc61995e71bbee983a2ac3713831264adb47fb6bd1e058d5f004")),
        new("sha3-512", Convert.FromHexString(
            "a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a615b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26")),
        new("streebog256", Convert.FromHexString("3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb")),
        new("streebog512", Convert.FromHexString(
            "8e945da209aa869f0455928529bcae4679e9873ab707b55315f56ceb98bef0a7362f715528356ee83cda5f2aac4c6ad2ba3a715c1bcd81cb8e9f90bf4c1c1a8a")),
    ];

    public static bool Is(Digest digest) => Digests.Contains(digest);
}
