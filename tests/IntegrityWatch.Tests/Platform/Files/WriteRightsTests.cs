using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Tests.Platform.Files;

public class WriteRightsTests
{
    private const int File = 0x8000;
    private const int Folder = 0x4000;
    private const uint User = 1000;
    private const uint OwnGroup = 1000;

    [Theory]
    [InlineData(File, "0644", 0, false)]
    [InlineData(File, "0600", 50, false)]
    [InlineData(File, "0664", 0, false)]
    [InlineData(File, "0664", 1000, false)]
    [InlineData(File, "0664", 50, true)]
    [InlineData(File, "0646", 1000, true)]
    [InlineData(File, "1666", 1000, true)]
    [InlineData(Folder, "0755", 50, false)]
    [InlineData(Folder, "0775", 1000, false)]
    [InlineData(Folder, "0775", 50, true)]
    [InlineData(Folder, "0777", 0, true)]
    [InlineData(Folder, "1777", 0, false)]
    [InlineData(Folder, "1775", 50, false)]
    public void What_others_may_write_is_open(int type, string permissions, uint group, bool open)
    {
        var rights = new WriteRights(type | Convert.ToInt32(permissions, 8), User, group, HasAccessList: false);

        Assert.Equal(open, rights.IsOpen(OwnGroup));
        Assert.Equal(permissions, rights.Octal);
    }

    [Fact]
    public void With_an_access_list_the_groups_right_may_be_anybodys() =>
        Assert.True(new WriteRights(File | 0x1b0 /* 0660 */, User, OwnGroup, HasAccessList: true).IsOpen(OwnGroup));

    [Fact]
    public void An_access_list_that_lets_nobody_write_is_none() =>
        Assert.False(new WriteRights(File | 0x1a0 /* 0640 */, User, OwnGroup, HasAccessList: true).IsOpen(OwnGroup));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public void It_is_foreign_unless_it_is_roots_or_the_users_own(uint owner, bool foreign) =>
        Assert.Equal(foreign, new WriteRights(File, owner, OwnGroup, HasAccessList: false).IsForeign(User));
}
