using System.Security.Cryptography;
using CsCheck;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Tests.Evidence.Tpm;

public class BankHashTests
{
    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public void Every_way_to_hash_is_the_frameworks(string name)
    {
        var algorithm = DigestAlgorithm.Banks.Single(bank => bank.Name == name);
        using var framework = new FrameworkHash(algorithm);
        using var libcrypto = LibcryptoHash.TryCreate(algorithm);
        Assert.NotNull(libcrypto);

        Gen.Byte.Array[0, 400].Sample(data =>
        {
            var expected = CryptographicOperations.HashData(algorithm.FrameworkName, data);
            Assert.Equal(expected, Compute(framework, algorithm, data));
            Assert.Equal(expected, Compute(libcrypto, algorithm, data));
        }, threads: 1);

        var large = new byte[300_001];
        Assert.Equal(CryptographicOperations.HashData(algorithm.FrameworkName, large), Compute(libcrypto, algorithm, large));
    }

    [Fact]
    public void The_result_may_overwrite_the_data()
    {
        foreach (var algorithm in DigestAlgorithm.Banks)
        {
            BankHash[] hashes = [new FrameworkHash(algorithm), BankHash.Of(algorithm)];
            foreach (var hash in hashes)
            {
                var data = Enumerable.Range(0, algorithm.Width * 2).Select(value => (byte)value).ToArray();
                var expected = CryptographicOperations.HashData(algorithm.FrameworkName, data);
                hash.Compute(data, data.AsSpan(0, algorithm.Width));
                Assert.Equal(expected, data[..algorithm.Width]);
                hash.Dispose();
            }
        }
    }

    private static byte[] Compute(BankHash hash, DigestAlgorithm algorithm, byte[] data)
    {
        var result = new byte[algorithm.Width];
        hash.Compute(data, result);
        return result;
    }
}
