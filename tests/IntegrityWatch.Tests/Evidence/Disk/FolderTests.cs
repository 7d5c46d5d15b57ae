using IntegrityWatch.Evidence.Disk;

namespace IntegrityWatch.Tests.Evidence.Disk;

public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot root;

    public FolderTests()
    {
        folder.Write("outside/secret", "secret");
        folder.Write("root/usr/bin/tool", "tool");
        folder.Write("root/usr/bin/deep/er/tool", "tool");
        Directory.CreateSymbolicLink(folder["root/bin"], "usr/bin");
        root = new EvidenceRoot(folder["root"]);
    }

    public void Dispose()
    {
        // The framework cannot delete a name that is no text.
        Shell.Run($"rm -rf '{folder["root/usr/bin"]}'");
        root.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void All_regular_files_below_a_folder_are_found_by_the_names_that_the_kernel_gives_them() =>
        Assert.Equal(["/usr/bin/deep/er/tool", "/usr/bin/tool"], Below("/bin"));

    [Fact]
    public void Links_are_neither_files_nor_ways()
    {
        File.CreateSymbolicLink(folder["root/usr/bin/link"], "tool");
        Directory.CreateSymbolicLink(folder["root/usr/bin/away"], folder["outside"]);
        Directory.CreateSymbolicLink(folder["root/usr/bin/round"], ".");

        Assert.Equal(["/usr/bin/deep/er/tool", "/usr/bin/tool"], Below("/usr/bin"));
    }

    [Fact]
    public void Names_of_any_bytes_are_kept_byte_for_byte()
    {
        Assert.True(Shell.Run($"cd '{folder["root/usr/bin"]}' && touch -- \"$(printf '\\377\\001 new\\nline')\""));

        Assert.Contains(root.FilesBelow(HostPath.Of("/usr/bin")),
            path => path.Bytes.SequenceEqual("/usr/bin/"u8.ToArray().Concat(new byte[] { 0xff, 1 }).Concat(" new\nline"u8.ToArray()).ToArray()));
    }

    [Theory]
    [InlineData("/no/such")]
    [InlineData("/usr/bin/tool")]
    public void What_is_no_folder_holds_nothing(string path) => Assert.Empty(Below(path));

    [Fact]
    public void The_top_itself_can_be_looked_through() => Assert.Contains("/usr/bin/tool", Below("/"));

    [Theory]
    [InlineData("/bin/tool", "/usr/bin/tool")]
    [InlineData("/bin", "/usr/bin")]
    [InlineData("/", "/")]
    [InlineData("/no/such", null)]
    public void A_path_is_resolved_as_the_host_would(string path, string? resolved) =>
        Assert.Equal(resolved, root.Resolve(HostPath.Of(path))?.ToString());

    [Fact]
    public void A_link_out_of_the_root_resolves_to_nothing_outside()
    {
        Directory.CreateSymbolicLink(folder["root/away"], folder["outside"]);

        Assert.Null(root.Resolve(HostPath.Of("/away/secret")));
    }

    [Fact]
    public void Only_programs_are_hashed_where_only_programs_are_wanted()
    {
        folder.WriteProgram("root/usr/bin/tool", "tool");
        File.CreateSymbolicLink(folder["root/usr/bin/link"], "tool");
        folder.Write("root/usr/share/text", "text");
        string[] paths = ["/usr/bin/tool", "/usr/bin/link", "/usr/share/text", "/no/such"];

        var digests = new DiskHasher(root, CancellationToken.None)
            .Hash(paths.Select(path => new HashRequest(HostPath.Of(path), ["sha256", "md5"], OnlyPrograms: true)));

        var (hashed, found) = Assert.Single(digests);
        Assert.Equal("/usr/bin/tool", hashed.ToString());
        Assert.Equal([Some.DigestOf("tool"), Some.Md5Of("tool")], found);
    }

    [Fact]
    public void Hashing_can_be_interrupted()
    {
        using var interrupted = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => new DiskHasher(root, interrupted.Token)
            .Hash(Enumerable.Repeat(new HashRequest(HostPath.Of("/usr/bin/tool"), ["sha256"], OnlyPrograms: false), 100_000),
                _ => interrupted.Cancel()));
    }

    private IEnumerable<string> Below(string path) => root.FilesBelow(HostPath.Of(path)).Select(file => file.ToString()).Order(StringComparer.Ordinal);
}
