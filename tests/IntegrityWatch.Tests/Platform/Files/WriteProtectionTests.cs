using IntegrityWatch.EndToEnd.Receivers;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Tests.Platform.Files;

public sealed class WriteProtectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_only_its_owner_can_write_passes()
    {
        Check(folder.Write("sub/file", "x"));
    }

    [Fact]
    public void A_file_that_everybody_can_write_is_told_with_its_mode_and_what_to_do()
    {
        var file = folder.Write("sub/file", "x");
        Change("0666", file);

        var fault = Fault(file);

        Assert.Equal($"policy can be written by others, its mode is 0666: {file}", fault.Message);
        Assert.Equal($"look at what is in it, then chmod go-w {file}", fault.Hint);
    }

    [Fact]
    public void The_file_that_was_opened_counts_and_not_the_link_to_it()
    {
        var file = folder.Write("open/file", "x");
        Change("0666", file);
        Directory.CreateDirectory(folder["sub"]);
        File.CreateSymbolicLink(folder["sub/link"], file);

        Assert.Equal($"policy can be written by others, its mode is 0666: {folder["sub/link"]}", Fault(folder["sub/link"]).Message);
    }

    [Fact]
    public void The_folder_of_the_file_that_was_opened_counts_and_not_that_of_the_link()
    {
        folder.Write("open/file", "x");
        Directory.CreateDirectory(folder["sub"]);
        File.CreateSymbolicLink(folder["sub/link"], folder["open/file"]);
        Change("0777", folder["open"]);

        Assert.Equal($"folder of the policy can be written by others, its mode is 0777: {folder["open"]}", Fault(folder["sub/link"]).Message);
    }

    [Fact]
    public void In_a_sticky_folder_only_the_file_counts()
    {
        var file = folder.Write("sub/file", "x");
        Change("1777", folder["sub"]);

        Check(file);
    }

    [Fact]
    public void A_folder_further_up_does_not_count()
    {
        var file = folder.Write("open/sub/file", "x");
        Change("0777", folder["open"]);

        Check(file);
    }

    [Theory]
    [InlineData("sub/file", "policy belongs to another user, number 4711: ")]
    [InlineData("sub", "folder of the policy belongs to another user, number 4711: ")]
    public void What_another_user_owns_is_theirs_to_write(string name, string message)
    {
        Required.Unless(Environment.IsPrivilegedProcess, "not root");
        var file = folder.Write("sub/file", "x");
        Assert.True(Shell.Run($"chown 4711 '{folder[name]}'"));

        Assert.Equal(message + folder[name], Fault(file).Message);
    }

    [Fact]
    public void A_group_of_others_may_not_write()
    {
        Required.Unless(Environment.IsPrivilegedProcess, "not root");
        var file = folder.Write("sub/file", "x");
        Assert.True(Shell.Run($"chgrp 4711 '{file}'"));
        Check(file);

        Change("0664", file);

        Assert.Contains("its mode is 0664", Fault(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_access_list_that_lets_somebody_write_is_seen()
    {
        var file = folder.Write("sub/file", "x");
        Required.Unless(Shell.Run($"setfacl -m u:4711:rw '{file}'"), "no access lists here");

        Assert.Contains("setfacl -b", Fault(file).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lies_in_no_folder_passes()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();

        WriteProtection.Check(new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), "pipe", "policy");
    }

    [Fact]
    public void A_device_that_everybody_writes_keeps_nothing() => Check("/dev/null");

    [Fact]
    public void A_folder_that_is_not_there_is_nobodys() => WriteProtection.CheckFolder(folder["none"], "history");

    private static CannotCheckException Fault(string path) => Assert.Throws<CannotCheckException>(() => Check(path));

    private static void Check(string path)
    {
        using var file = File.OpenHandle(path);
        WriteProtection.Check(file, path, "policy");
    }

    private static void Change(string mode, string path) => Assert.True(Shell.Run($"chmod {mode} '{path}'"));
}
