using IntegrityWatch.Evidence.Disk;

namespace IntegrityWatch.Tests.Evidence.Disk;

public sealed class FileHasherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot root;

    public FileHasherTests()
    {
        folder.Write("usr/bin/some", "abc");
        root = new EvidenceRoot(folder.Path);
    }

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("md5", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha384", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData("sha512", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    public void A_file_is_hashed_as_the_kernel_names_it(string algorithm, string hex) =>
        Assert.Equal($"{algorithm}:{hex}", FileHasher.Hash(root, Some.Path, algorithm)?.ToString());

    [Theory]
    [InlineData("sm3")]
    [InlineData("verity:sha256")]
    [InlineData("SHA256")]
    [InlineData("")]
    public void Nobody_guesses_for_an_algorithm_that_is_not_known(string algorithm) =>
        Assert.Null(FileHasher.Hash(root, Some.Path, algorithm));

    [Theory]
    [InlineData("/usr/bin/none")]
    [InlineData("/usr/bin")]
    [InlineData("usr/bin/some")]
    [InlineData("memfd:some")]
    [InlineData("")]
    public void What_is_no_file_on_this_disk_has_no_digest(string path) =>
        Assert.Null(FileHasher.Hash(root, HostPath.Of(path), "sha256"));

    [Fact]
    public void A_large_file_is_hashed_to_its_end()
    {
        var content = new byte[1_000_003];
        new Random(1).NextBytes(content);
        folder.Write("large", content);

        Assert.Equal(Digest.Sha256(content), FileHasher.Hash(root, HostPath.Of("/large"), "sha256"));
    }

    [Fact]
    public void A_file_that_cannot_be_read_to_its_end_has_no_digest()
    {
        using var live = new EvidenceRoot("/");

        Assert.Null(FileHasher.Hash(live, HostPath.Of($"/proc/{Environment.ProcessId}/mem"), "sha256"));
    }
}
