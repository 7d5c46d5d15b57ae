namespace IntegrityWatch.Tests.Platform;

public class HostPathTests
{
    [Theory]
    [InlineData("/var/spool/cron", "crontabs/root", "/var/spool/cron/crontabs/root")]
    [InlineData("/", "tool", "/tool")]
    [InlineData("/root", "/etc/passwd", "/etc/passwd")]
    [InlineData("/root", "./tool", "/root/tool")]
    [InlineData("/root/a", "../../../etc//passwd", "/etc/passwd")]
    [InlineData("/root", "..", "/")]
    [InlineData("/root", "", "/root")]
    public void A_name_is_what_it_means_in_a_folder(string folder, string name, string path) =>
        Assert.Equal(path, HostPath.Of(name).From(HostPath.Of(folder)).ToString());

    [Theory]
    [InlineData("/", "/bin")]
    [InlineData("/usr", "/usr/bin")]
    public void A_child_lies_in_its_folder(string folder, string child) => Assert.Equal(child, HostPath.Of(folder).Child("bin"u8).ToString());
}
