using IntegrityWatch.Evidence.Archives;

namespace IntegrityWatch.Tests.Evidence.Archives;

public sealed class TemporaryPlaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_a_killed_run_left_is_removed_by_the_next()
    {
        folder.Write($"{TemporaryPlace.Prefix}killed/lock", "");
        folder.Write($"{TemporaryPlace.Prefix}killed/root/etc/passwd", "x");
        Directory.CreateDirectory(folder[$"{TemporaryPlace.Prefix}begun"]);

        using var place = TemporaryPlace.Make(folder.Path);

        Assert.Equal([Path.GetDirectoryName(place.Folder)!], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void What_another_run_is_using_stays()
    {
        using var first = TemporaryPlace.Make(folder.Path);
        File.WriteAllText(Path.Combine(first.Folder, "file"), "x");

        using (TemporaryPlace.Make(folder.Path))
            Assert.True(File.Exists(Path.Combine(first.Folder, "file")));
        Assert.True(File.Exists(Path.Combine(first.Folder, "file")));
    }

    [Fact]
    public void What_only_bears_the_name_stays()
    {
        folder.Write("elsewhere/lock", "");
        folder.Write("elsewhere/root/precious", "mine");
        Directory.CreateSymbolicLink(folder[$"{TemporaryPlace.Prefix}link"], folder["elsewhere"]);
        folder.Write($"{TemporaryPlace.Prefix}other/file", "x");

        using (TemporaryPlace.Make(folder.Path))
            Assert.True(File.Exists(folder["elsewhere/root/precious"]));
        Assert.True(File.Exists(folder[$"{TemporaryPlace.Prefix}other/file"]));
    }

    [Fact]
    public void No_folder_to_write_in_is_told() =>
        Assert.Equal($"no folder to unpack the archive in: {folder["none"]}",
            Assert.Throws<CannotCheckException>(() => TemporaryPlace.Make(folder["none"])).Message);
}
