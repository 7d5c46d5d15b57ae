using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Tests.Evidence.Host;

public sealed class UserNamesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_user_has_the_name_that_passwd_gives()
    {
        var users = Users("root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n");

        Assert.Equal("root", users.Of(0));
        Assert.Equal("www-data", users.Of(33));
        Assert.Null(users.Of(1000));
        Assert.Null(users.Of(null));
    }

    [Fact]
    public void Of_two_names_the_first_counts_as_the_system_has_it() =>
        Assert.Equal("root", Users("root:x:0:0\ntoor:x:0:0\n").Of(0));

    [Fact]
    public void Lines_that_are_none_are_passed_over()
    {
        var users = Users("\n:\n::\n:::\nroot\n+::-1:::\na:x:-1:\nb:x:0x0:\nc:x: 0:\nd:x:99999999999:\n\u0000\u0001\ne:x:4294967295:\nroot:x:0:0");

        Assert.Equal("root", users.Of(0));
        Assert.Equal("e", users.Of(uint.MaxValue));
    }

    [Fact]
    public void No_passwd_gives_no_names()
    {
        using var root = new EvidenceRoot(folder.Path);

        Assert.Null(UserNames.Of(root).Of(0));
    }

    [Fact]
    public void A_passwd_without_end_is_read_to_a_limit()
    {
        var passwd = folder.Write("etc/passwd", "root:x:0:0\n");
        using (var file = File.OpenWrite(passwd))
            file.SetLength(64L * 1024 * 1024);
        File.AppendAllText(passwd, "\nfar:x:7:7\n");

        using var root = new EvidenceRoot(folder.Path);
        var users = UserNames.Of(root);

        Assert.Equal("root", users.Of(0));
        Assert.Null(users.Of(7));
    }

    private UserNames Users(string passwd)
    {
        folder.Write("etc/passwd", passwd);
        using var root = new EvidenceRoot(folder.Path);
        return UserNames.Of(root);
    }
}
