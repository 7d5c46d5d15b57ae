using IntegrityWatch.Evidence.Disk;

namespace IntegrityWatch.Tests.Evidence.Disk;

public class DiskHasherTests
{
    private static readonly HostPath Path = HostPath.Of("/file");

    [Fact]
    public void A_file_that_is_as_it_was_is_not_read_again()
    {
        using var folder = Settled("content");
        var memory = new Memory();

        var first = Hash(folder, memory);
        var again = Hash(folder, memory);

        Assert.Equal((1, 0), (first.Read, again.Read));
        Assert.Equal(Some.DigestOf("content"), Assert.Single(again.Digests));
    }

    [Fact]
    public void One_that_was_written_since_is_read_again_though_its_time_was_set_back()
    {
        using var folder = Settled("content");
        var memory = new Memory();
        Hash(folder, memory);
        var time = File.GetLastWriteTimeUtc(folder["file"]);

        File.WriteAllText(folder["file"], "another");
        File.SetLastWriteTimeUtc(folder["file"], time);
        var again = Hash(folder, memory);

        Assert.Equal(1, again.Read);
        Assert.Equal(Some.DigestOf("another"), Assert.Single(again.Digests));
    }

    [Fact]
    public void One_that_has_only_just_changed_is_not_relied_on()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "content");
        var memory = new Memory();

        Hash(folder, memory);

        Assert.Empty(memory.Files);
    }

    [Fact]
    public void Another_algorithm_is_read_for()
    {
        using var folder = Settled("content");
        var memory = new Memory();
        Hash(folder, memory);

        using var root = new EvidenceRoot(folder.Path);
        var hasher = new DiskHasher(root, CancellationToken.None, memory);

        Assert.Equal("sha1", Assert.Single(hasher.Hash([new HashRequest(Path, ["sha1"], OnlyPrograms: false)])[Path]).Algorithm);
        Assert.Equal(1, hasher.Read);
    }

    [Theory]
    [InlineData(100, 10, 600, true)]
    [InlineData(15, 100, 600, true)]
    [InlineData(16, 16, 600, false)]
    [InlineData(100, 100, 0, true)]
    public void What_does_not_fit_the_bounds_is_left_and_counted(long bytes, long bytesOfFile, int seconds, bool isLeft)
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "sixteen letters!");
        using var root = new EvidenceRoot(folder.Path);
        var budget = new WorkBudget(bytes, bytesOfFile, TimeSpan.FromSeconds(seconds));
        var hasher = new DiskHasher(root, CancellationToken.None, budget: budget);

        var digests = hasher.Hash([new HashRequest(Path, ["sha256"], OnlyPrograms: false)]);

        Assert.Equal(isLeft, digests.Count == 0);
        Assert.Equal(isLeft, hasher.WasLeft(Path));
        Assert.Equal(isLeft ? 1 : 0, budget.Unfinished);
        Assert.Equal(isLeft ? "/file" : null, budget.First);
    }

    [Fact]
    public void What_is_not_there_was_not_left()
    {
        using var folder = new TemporaryFolder();
        using var root = new EvidenceRoot(folder.Path);
        var hasher = new DiskHasher(root, CancellationToken.None, budget: new WorkBudget(1, 1, TimeSpan.FromHours(1)));

        Assert.Empty(hasher.Hash([new HashRequest(Path, ["sha256"], OnlyPrograms: false)]));
        Assert.False(hasher.WasLeft(Path));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 300_000)]
    [InlineData(70_000, 300_000)]
    [InlineData(70_000, 0)]
    public void A_hole_is_zeros(int before, int hole)
    {
        using var folder = new TemporaryFolder();
        var content = new byte[before + hole + 5000];
        Array.Fill(content, (byte)7, 0, before);
        Array.Fill(content, (byte)9, before + hole, 5000);
        using (var file = File.Create(folder["file"]))
        {
            file.Write(content, 0, before);
            file.Position = before + hole;
            file.Write(content, before + hole, 5000);
        }
        using var root = new EvidenceRoot(folder.Path);

        Assert.Equal(Digest.Sha256(content), FileHasher.Hash(root, Path, "sha256"));
    }

    [Fact]
    public void A_file_that_is_all_hole_is_zeros()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder["file"]))
            file.SetLength(1_000_000);
        using var root = new EvidenceRoot(folder.Path);

        Assert.Equal(Digest.Sha256(new byte[1_000_000]), FileHasher.Hash(root, Path, "sha256"));
    }

    private static (int Read, IReadOnlyList<Digest> Digests) Hash(TemporaryFolder folder, Memory memory)
    {
        using var root = new EvidenceRoot(folder.Path);
        var hasher = new DiskHasher(root, CancellationToken.None, memory);
        var digests = hasher.Hash([new HashRequest(Path, ["sha256"], OnlyPrograms: false)]);
        return (hasher.Read, digests[Path]);
    }

    /// <summary>A file that has lain there for a while.</summary>
    private static TemporaryFolder Settled(string content)
    {
        var folder = new TemporaryFolder();
        folder.Write("file", content);
        Thread.Sleep(2200);
        return folder;
    }

    private sealed class Memory : IHashMemory
    {
        public Dictionary<HostPath, HashedFile> Files { get; } = [];

        public HashedFile? Hashed(HostPath path) => Files.GetValueOrDefault(path);

        public void Put(HashedFile file) => Files[file.Path] = file;
    }
}
