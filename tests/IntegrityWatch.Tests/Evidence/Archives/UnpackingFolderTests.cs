using IntegrityWatch.Evidence.Archives;

namespace IntegrityWatch.Tests.Evidence.Archives;

public sealed class UnpackingFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_a_killed_run_left_is_removed_by_the_next()
    {
        folder.Write($"{UnpackingFolder.Prefix}killed/lock", "");
        folder.Write($"{UnpackingFolder.Prefix}killed/root/etc/passwd", "x");
        Directory.CreateDirectory(folder[$"{UnpackingFolder.Prefix}begun"]);

        using var made = UnpackingFolder.Make(folder.Path);

        Assert.Equal([Path.GetDirectoryName(made.Root)!], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void What_another_run_is_using_stays()
    {
        using var first = UnpackingFolder.Make(folder.Path);
        File.WriteAllText(Path.Combine(first.Root, "file"), "x");

        using (UnpackingFolder.Make(folder.Path))
            Assert.True(File.Exists(Path.Combine(first.Root, "file")));
        Assert.True(File.Exists(Path.Combine(first.Root, "file")));
    }

    [Fact]
    public void What_only_bears_the_name_stays()
    {
        folder.Write("elsewhere/lock", "");
        folder.Write("elsewhere/root/precious", "mine");
        Directory.CreateSymbolicLink(folder[$"{UnpackingFolder.Prefix}link"], folder["elsewhere"]);
        folder.Write($"{UnpackingFolder.Prefix}other/file", "x");

        using (UnpackingFolder.Make(folder.Path))
            Assert.True(File.Exists(folder["elsewhere/root/precious"]));
        Assert.True(File.Exists(folder[$"{UnpackingFolder.Prefix}other/file"]));
    }

    [Fact]
    public void No_folder_to_write_in_is_told() =>
        Assert.Equal($"no folder to unpack the archive in: {folder["none"]}",
            Assert.Throws<CannotCheckException>(() => UnpackingFolder.Make(folder["none"])).Message);
}
