using System.Runtime.Versioning;
using IntegrityWatch.EndToEnd.Receivers;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Tests.Platform.Files;

[SupportedOSPlatform("linux")]
public sealed class ReplacementTests : IDisposable
{
    private const UnixFileMode Narrow = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Wide = Narrow | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Narrow)]
    [InlineData(Wide)]
    [InlineData(UnixFileMode.UserRead)]
    public void What_lies_there_keeps_its_permissions(UnixFileMode mode)
    {
        File.SetUnixFileMode(folder.Write("some", "old"), mode);

        Assert.Equal(mode, Replace("some", Narrow | UnixFileMode.OtherRead));
        Assert.Equal("new", File.ReadAllText(folder["some"]));
    }

    [Theory]
    [InlineData(Narrow)]
    [InlineData(Wide)]
    public void A_new_file_has_those_that_are_named_whatever_the_mask(UnixFileMode mode) => Assert.Equal(mode, Replace("some", mode));

    [Fact]
    public void The_bits_that_lend_an_owners_rights_are_not_kept()
    {
        File.SetUnixFileMode(folder.Write("some", "old"), Narrow | UnixFileMode.SetUser | UnixFileMode.SetGroup);

        Assert.Equal(Narrow, Replace("some", Narrow));
    }

    [Fact]
    public void Owner_and_group_are_kept_where_the_user_may_give_files_away()
    {
        Required.Unless(Environment.IsPrivilegedProcess, "the tests do not run as root");
        Assert.Equal(0, LinuxCalls.ChangeOwner(folder.Write("some", "old"), 12, 34));
        File.SetUnixFileMode(folder["some"], Wide);

        Assert.Equal(Wide, Replace("some", Narrow));

        var rights = WriteRights.Of(folder["some"])!.Value;
        Assert.Equal((12u, 34u), (rights.Owner, rights.Group));
    }

    [Fact]
    public void Without_a_word_on_rights_only_the_owner_may_read()
    {
        File.SetUnixFileMode(folder.Write("some", "old"), Wide);
        using (var replacement = new Replacement(folder["some"], folder["some.tmp"], Narrow))
            replacement.Publish();

        Assert.Equal(Narrow, File.GetUnixFileMode(folder["some"]));
    }

    private UnixFileMode Replace(string name, UnixFileMode whenNew)
    {
        using (var replacement = new Replacement(folder[name], folder[name + ".tmp"], Narrow))
        {
            replacement.Content.Write("new"u8);
            replacement.TakeRights(whenNew);
            replacement.Publish();
        }
        return File.GetUnixFileMode(folder[name]);
    }
}
