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
            BankHash[] hashes = algorithm == DigestAlgorithm.Sm3 ? [new Sm3Hash()] : [new FrameworkHash(algorithm), BankHash.Of(algorithm)];
            foreach (var hash in hashes)
            {
                var data = Enumerable.Range(0, algorithm.Width * 2).Select(value => (byte)value).ToArray();
                var expected = Compute(hash, algorithm, [.. data]);
                hash.Compute(data, data.AsSpan(0, algorithm.Width));
                Assert.Equal(expected, data[..algorithm.Width]);
                hash.Dispose();
            }
        }
    }

    /// <summary>The standard's own examples (GB/T 32905-2016, appendix A), and what openssl dgst -sm3 says of others.</summary>
    [Theory]
    [InlineData(0, "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")]
    [InlineData(1, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData(16, "abcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void SM3_is_as_its_standard_says(int times, string text, string expected)
    {
        using var hash = BankHash.Of(DigestAlgorithm.Sm3);

        var data = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

        Assert.Equal(expected, Convert.ToHexStringLower(Compute(hash, DigestAlgorithm.Sm3, data)));
    }

    private static byte[] Compute(BankHash hash, DigestAlgorithm algorithm, byte[] data)
    {
        var result = new byte[algorithm.Width];
        hash.Compute(data, result);
        return result;
    }
}
