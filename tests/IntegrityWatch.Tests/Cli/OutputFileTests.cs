using IntegrityWatch.Terminal;

namespace IntegrityWatch.Tests.Cli;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_appears_whole()
    {
        OutputFile.Write(folder["report"], file => file.Write("all of it"u8));

        Assert.Equal("all of it", File.ReadAllText(folder["report"]));
        Assert.Equal([folder["report"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void It_takes_the_place_of_the_one_before()
    {
        folder.Write("report", "a much longer one before");

        OutputFile.Write(folder["report"], file => file.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(folder["report"]));
    }

    [Fact]
    public void What_fails_half_way_leaves_the_one_before_and_nothing_else()
    {
        folder.Write("report", "before");

        Assert.Throws<InvalidOperationException>(() => OutputFile.Write(folder["report"], file =>
        {
            file.Write("half"u8);
            throw new InvalidOperationException();
        }));

        Assert.Equal("before", File.ReadAllText(folder["report"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_disk_that_is_full_is_told()
    {
        var fault = Assert.Throws<CannotCheckException>(() => OutputFile.Write(folder["report"], _ => throw new IOException("no space")));

        Assert.Equal($"output cannot be written: {folder["report"]}", fault.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("no/such/folder/report")]
    [InlineData("file/report")]
    public void A_place_that_cannot_be_written_is_told(string name)
    {
        folder.Write("file", "");

        var fault = Assert.Throws<CannotCheckException>(() => OutputFile.Write(folder[name], file => file.Write("x"u8)));

        Assert.Equal($"output cannot be written: {folder[name]}", fault.Message);
        Assert.Equal([folder["file"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    public void What_is_no_file_is_told_and_stays(string path)
    {
        var fault = Assert.Throws<CannotCheckException>(() => OutputFile.Write(path, file => file.Write("x"u8)));

        Assert.Equal($"output is no file: {path}", fault.Message);
    }

    [Fact]
    public void A_link_to_a_file_is_replaced_and_not_what_it_leads_to()
    {
        folder.Write("file", "before");
        File.CreateSymbolicLink(folder["link"], "file");

        OutputFile.Write(folder["link"], file => file.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(folder["link"]));
        Assert.Equal("before", File.ReadAllText(folder["file"]));
    }

    [Fact]
    public void A_device_is_not_replaced_by_a_file()
    {
        Devices.Make(folder["pipe"], Devices.Pipe);

        Assert.Throws<CannotCheckException>(() => OutputFile.Write(folder["pipe"], file => file.Write("x"u8)));

        Assert.Equal([folder["pipe"]], Directory.GetFileSystemEntries(folder.Path));
        Assert.True(Devices.IsPipe(folder["pipe"]));
    }
}
