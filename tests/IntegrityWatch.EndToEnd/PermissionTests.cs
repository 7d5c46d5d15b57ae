using System.Diagnostics;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.EndToEnd;

/// <summary>What decides about the verdict is refused where others can write it.</summary>
public sealed class PermissionTests : IDisposable
{
    private readonly EvidenceTree tree = EvidenceTree.CapturedAt("rocke", "before");

    private string Root => tree.Unpack("rocke", "before");

    public void Dispose() => tree.Dispose();

    [Fact]
    public void A_configuration_that_everybody_can_write()
    {
        var file = Write("integritywatch.json", "{}", "0666");

        var scan = tree.Scan(Root, "--config", file);

        scan.RefusedWith($"configuration can be written by others, its mode is 0666: {file}");
        Assert.Contains($"chmod go-w {file}", scan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_everybody_can_write() =>
        tree.Scan(Root, "--policy", Write("mine.json", "{}", "0602")).RefusedWith("policy can be written by others, its mode is 0602: ");

    [Fact]
    public void A_policy_in_a_folder_in_which_everybody_can_replace_it()
    {
        var file = Write("mine.json", "{}", "0644");
        Change("0777", Path.GetDirectoryName(file)!);

        tree.Scan(Root, "--policy", file).RefusedWith("folder of the policy can be written by others, its mode is 0777: ");
    }

    [Fact]
    public void A_policy_in_a_folder_as_tmp_is_welcome()
    {
        var file = Write("mine.json", "{}", "0644");
        Change("1777", Path.GetDirectoryName(file)!);

        Assert.Equal(0, tree.Scan(Root, "--policy", file).ExitCode);
    }

    [Fact]
    public void A_policy_through_a_pipe_is_welcome()
    {
        var run = BuiltProgram.Run(new RunOptions { StandardInput = "{}" },
            "scan", "--root", Root, "--db", tree.Database, "--policy", "/dev/stdin");

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("findings")]
    [InlineData("baseline", "capture", "--yes")]
    [InlineData("compact")]
    public void A_history_that_everybody_can_write(params string[] command)
    {
        var before = File.ReadAllBytes(tree.Database);
        Change("0666", tree.Database);

        BuiltProgram.Run([.. command, "--root", Root, "--db", tree.Database])
            .RefusedWith($"history can be written by others, its mode is 0666: {tree.Database}");

        Assert.Equal(before, File.ReadAllBytes(tree.Database));
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("findings")]
    public void A_history_in_a_folder_in_which_everybody_can_replace_it(string command)
    {
        Change("0777", Path.GetDirectoryName(tree.Database)!);

        BuiltProgram.Run(command, "--root", Root, "--db", tree.Database).RefusedWith("folder of the history can be written by others, its mode is 0777: ");
    }

    [Fact]
    public void A_first_history_in_a_folder_in_which_everybody_can_replace_it()
    {
        var folder = Directory.CreateDirectory(Path.Combine(tree.Folder, "open"));
        Change("0777", folder.FullName);

        BuiltProgram.Run("scan", "--root", Root, "--db", Path.Combine(folder.FullName, "history.db"))
            .RefusedWith("folder of the history can be written by others");

        Assert.Empty(folder.GetFileSystemInfos());
    }

    [Fact]
    public void Another_users_policy()
    {
        Required.Unless(Environment.IsPrivilegedProcess, "not root");
        var file = Write("mine.json", "{}", "0644");
        Shell("chown", "4711", file);

        var scan = tree.Scan(Root, "--policy", file);

        scan.RefusedWith("policy belongs to another user, number 4711: ");
        Assert.Contains($"chown root {file}", scan.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string content, string mode)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(tree.Folder, "sub")).FullName, name);
        File.WriteAllText(file, content);
        Change(mode, file);
        return file;
    }

    private static void Change(string mode, string path) => Shell("chmod", mode, path);

    private static void Shell(string program, params string[] arguments)
    {
        using var run = Process.Start(program, arguments);
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }
}
