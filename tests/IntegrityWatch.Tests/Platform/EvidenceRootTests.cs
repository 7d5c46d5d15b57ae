using System.Text;

namespace IntegrityWatch.Tests.Platform;

public sealed class EvidenceRootTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot root;

    public EvidenceRootTests()
    {
        folder.Write("outside", "outside");
        folder.Write("root/etc/inside", "inside");
        root = new EvidenceRoot(folder["root"]);
    }

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("etc/inside")]
    [InlineData("/etc/inside")]
    [InlineData("/../../etc/inside")]
    public void A_file_is_read_from_under_the_root(string path) => Assert.Equal("inside", Read(path));

    [Theory]
    [InlineData("/etc/inside", "inside")]
    [InlineData("../../../../../etc/inside", "inside")]
    [InlineData("inside", "inside")]
    [InlineData("/outside", null)]
    [InlineData("../../outside", null)]
    [InlineData("/etc/link", null)]
    [InlineData("/no/such", null)]
    public void A_link_leads_where_it_leads_on_the_host_and_never_out_of_the_root(string target, string? content)
    {
        File.CreateSymbolicLink(folder["root/etc/link"], target);

        Assert.Equal(content, Read("/etc/link"));
    }

    [Fact]
    public void A_link_to_the_real_place_outside_does_not_lead_there()
    {
        File.CreateSymbolicLink(folder["root/etc/link"], folder["outside"]);
        Directory.CreateSymbolicLink(folder["root/up"], "..");
        Directory.CreateSymbolicLink(folder["root/away"], folder.Path);

        Assert.Null(Read("/etc/link"));
        Assert.Null(Read("/up/outside"));
        Assert.Null(Read("/../outside"));
        Assert.Null(Read("/away/outside"));
    }

    [Fact]
    public void Links_that_lead_round_in_a_circle_lead_nowhere()
    {
        File.CreateSymbolicLink(folder["root/a"], "b");
        File.CreateSymbolicLink(folder["root/b"], "a");

        Assert.Null(Read("/a"));
    }

    [Theory]
    [InlineData(Devices.Pipe)]
    [InlineData(Devices.Zero)]
    public void What_is_no_file_is_not_opened(string what)
    {
        Assert.SkipUnless(Devices.Make(folder["root/thing"], what), "devices cannot be made here");
        File.CreateSymbolicLink(folder["root/link"], "thing");

        Assert.Null(Read("/thing"));
        Assert.Null(Read("/link"));
        Assert.Null(root.Open("thing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("/etc/inside/below")]
    [InlineData("/etc/in\0side")]
    [InlineData("/etc/nothing")]
    public void What_is_no_path_of_a_file_opens_nothing(string path) => Assert.Null(Read(path));

    [Fact]
    public void A_path_that_is_too_long_opens_nothing()
    {
        Assert.Null(Read("/" + new string('a', 300)));
        Assert.Null(Read("/" + string.Concat(Enumerable.Repeat("a/", 3000))));
    }

    [Fact]
    public void A_name_that_is_no_text_can_be_opened()
    {
        var name = new HostPath([.. "/etc/"u8, 0xff, (byte)'\n', 0x1b]);
        var inShell = $"{folder["root/etc/"]}\"$(printf '\\377\\n\\033')\"";
        Assert.True(Shell.Run($"printf odd > {inShell}"));

        using (var file = root.Open(name))
            Assert.Equal(3, file?.Length);

        Shell.Run($"rm {inShell}");
    }

    [Fact]
    public void A_missing_root_is_told()
    {
        Assert.Equal($"no such root: {folder["none"]}", Assert.Throws<CannotCheckException>(() => new EvidenceRoot(folder["none"])).Message);
        Assert.Equal($"no such root: {folder["outside"]}", Assert.Throws<CannotCheckException>(() => new EvidenceRoot(folder["outside"])).Message);
    }

    [Fact]
    public void A_line_is_read_without_what_surrounds_it()
    {
        folder.Write("root/line", "  some line \n");
        folder.Write("root/empty", "\n");
        folder.Write("root/endless", new string('a', 100_000));

        Assert.Equal("some line", root.ReadLine("line"));
        Assert.Null(root.ReadLine("empty"));
        Assert.Null(root.ReadLine("none"));
        Assert.Equal(4096, root.ReadLine("endless")!.Length);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/usr/..", true)]
    [InlineData("/tmp", false)]
    public void Only_the_root_itself_is_this_host_now(string path, bool isLive)
    {
        using var other = new EvidenceRoot(path);

        Assert.Equal(isLive, other.IsLive);
    }

    private string? Read(string path)
    {
        using var file = root.Open(new HostPath(Encoding.UTF8.GetBytes(path)));
        if (file is null)
            return null;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
