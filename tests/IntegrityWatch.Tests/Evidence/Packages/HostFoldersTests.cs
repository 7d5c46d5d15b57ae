using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Tests.Evidence.Packages;

public sealed class HostFoldersTests : IDisposable
{
    private static readonly string[] Parts = ["usr", "share", "doc", "opt", "round", "up", "bin", "sbin", "lib", "a", ".", "..", ""];

    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot root;

    public HostFoldersTests()
    {
        Directory.CreateDirectory(folder["usr/share/doc"]);
        Directory.CreateDirectory(folder["opt"]);
        File.CreateSymbolicLink(folder["sbin"], "usr/share");
        File.CreateSymbolicLink(folder["opt/round"], "round");
        File.CreateSymbolicLink(folder["opt/up"], "..");
        root = new EvidenceRoot(folder.Path);
    }

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void What_is_missing_stands_as_it_is_written_below_what_is_there() =>
        Gen.Int[0, Parts.Length - 1].Select(which => Parts[which]).Array[1, 7].Where(parts => parts[0] != "").Sample(parts =>
        {
            var path = "/" + string.Join('/', parts) + "/file";
            Assert.Equal(Expected(path), new HostFolders(root).Canonical(Encoding.UTF8.GetBytes(path)).ToString());
        }, iter: 3000, threads: 1);

    [Theory]
    [InlineData("", "/a", 2000)]
    [InlineData("", "/usr/..", 500)]
    [InlineData("/", "/", 3000)]
    public void A_folder_that_is_missing_is_not_looked_for_at_every_depth(string beginning, string part, int times)
    {
        var path = Encoding.ASCII.GetBytes($"{beginning}{string.Concat(Enumerable.Repeat(part, times))}/gone/file");
        var folders = new HostFolders(root);
        var before = GC.GetAllocatedBytesForCurrentThread();

        folders.Canonical(path);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    /// <summary>The longest beginning that is there leads where it leads; what follows is appended.</summary>
    private string Expected(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (root.Resolve(HostPath.Of(path[..end])) is { } found)
                return found.ToString().TrimEnd('/') + path[end..];
            if (path[..end] is "/bin" or "/lib")
                return "/usr" + path;
        }
        return path;
    }
}
