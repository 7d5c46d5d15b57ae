using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Tests.Evidence.Tpm;

public sealed class PcrBanksTests : IDisposable
{
    private const string Sha1 = "sys/class/tpm/tpm0/pcr-sha1/10";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_host_without_a_tpm_says_so()
    {
        var banks = Read();

        Assert.True(banks.IsEmpty);
        Assert.Equal("no TPM: sys/class/tpm/tpm0 has no pcr-ALG folder", banks.Reason);
    }

    [Fact]
    public void Every_pcr_of_every_known_bank_is_read()
    {
        folder.Write(Sha1, "000102030405060708090A0B0C0D0E0F10111213\n");
        folder.Write("sys/class/tpm/tpm0/pcr-sha256/23", new string('f', 64));
        folder.Write("sys/class/tpm/tpm0/pcr-sm3-256/10", new string('f', 64));
        folder.Write("sys/class/tpm/tpm0/pcr-sha256/24", new string('f', 64));

        var banks = Read();

        Assert.Null(banks.Reason);
        Assert.Equal(["sha1", "sha256"], banks.Algorithms.Select(algorithm => algorithm.Name));
        Assert.Equal(Enumerable.Range(0, 20).Select(value => (byte)value), banks.Find(DigestAlgorithm.Sha1, 10));
        Assert.Null(banks.Find(DigestAlgorithm.Sha1, 11));
    }

    [Fact]
    public void Only_the_pcrs_that_were_asked_for_are_read()
    {
        folder.Write(Sha1, new string('1', 40));
        folder.Write("sys/class/tpm/tpm0/pcr-sha1/0", "nonsense that nobody looks at");

        using var root = new EvidenceRoot(folder.Path);
        var banks = PcrBanks.Read(root, [10, 10, -1, 24]);

        Assert.Null(banks.Reason);
        Assert.NotNull(banks.Find(DigestAlgorithm.Sha1, 10));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112")]
    [InlineData("000102030405060708090A0B0C0D0E0F1011121314")]
    [InlineData("000102030405060708090A0B0C0D0E0F1011121g")]
    [InlineData("000102030405060708090A0B0C0D0E0F10111213 000102030405060708090A0B0C0D0E0F10111213")]
    public void What_is_no_pcr_value_is_refused(string content)
    {
        folder.Write(Sha1, content);

        Assert.Equal($"no PCR value of 20 bytes in hex: {folder[Sha1]}", Assert.Throws<CannotCheckException>(Read).Message);
    }

    [Fact]
    public void A_value_without_end_is_not_read_to_its_end()
    {
        folder.Write(Sha1, new byte[1 << 20]);

        Assert.Throws<CannotCheckException>(Read);
    }

    private PcrBanks Read()
    {
        using var root = new EvidenceRoot(folder.Path);
        return PcrBanks.Read(root);
    }
}
