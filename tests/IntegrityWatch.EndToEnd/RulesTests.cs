namespace IntegrityWatch.EndToEnd;

/// <summary><c>rules</c>: what is printed is what ships, and existing rules are judged.</summary>
public class RulesTests
{
    [Theory]
    [InlineData("auditd", "audit.rules")]
    [InlineData("ima", "ima.policy")]
    [InlineData("policy", "default.json")]
    public void What_is_printed_is_what_ships(string what, string file)
    {
        var run = BuiltProgram.Run("rules", what);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Folder, "policies", file)), run.Output);
    }

    [Fact]
    public void The_printed_policy_is_one()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var policy = Path.Combine(tree.Folder, "mine.json");
        Assert.Equal(0, BuiltProgram.Run("rules", "policy", "--output", policy).ExitCode);

        Assert.Equal(0, tree.Scan(tree.Unpack("rocke", "before"), "--policy", policy).ExitCode);
    }

    [Fact]
    public void The_printed_rules_pass_the_check()
    {
        var printed = BuiltProgram.Run("rules", "auditd").Output;

        var check = BuiltProgram.Run(new RunOptions { StandardInput = printed }, "rules", "check", "-");

        Assert.Equal(0, check.ExitCode);
        Assert.Contains("covered  T1053.003  Cron\n", check.Output);
        Assert.DoesNotContain("missed   ", check.Output);
    }

    [Fact]
    public void A_line_that_does_not_load_is_named_with_its_place()
    {
        using var tree = new EvidenceTree();
        var file = Path.Combine(tree.Folder, "mine.rules");
        File.WriteAllText(file, "# mine\n-w /etc/crontab -p wa -k T1053.003 Cron\n");

        var check = BuiltProgram.Run("rules", "check", file, "--quiet");

        Assert.Equal(2, check.ExitCode);
        Assert.Equal($"{file}:2: error: does not load: a word stands alone, and a space within a value needs a backslash before it: Cron\n", check.Output);
    }

    [Fact]
    public void Whether_a_line_loads_is_asked_of_the_host_below_the_root()
    {
        using var tree = new EvidenceTree();
        var file = Path.Combine(tree.Folder, "mine.rules");
        File.WriteAllText(file, "-D\n-a always,exit -F arch=b64 -S fchmodat,fchmodat2 -F key=T1222.002-x\n-a always,exit -F arch=b64 -S chmod -F uid=alice -F key=T1222.002-y\n");
        var host = Directory.CreateDirectory(Path.Combine(tree.Folder, "host")).FullName;
        Directory.CreateDirectory(Path.Combine(host, "etc"));
        Directory.CreateDirectory(Path.Combine(host, "var/lib/dpkg"));

        var old = BuiltProgram.Run("rules", "check", file, "--quiet", "--root", host);
        File.WriteAllText(Path.Combine(host, "etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        File.WriteAllText(Path.Combine(host, "var/lib/dpkg/status"), "Package: auditd\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:4.0.2-2\n\n");
        var young = BuiltProgram.Run("rules", "check", file, "--quiet", "--root", host);

        Assert.Equal((2, 2), (old.ExitCode, young.ExitCode));
        Assert.StartsWith($"{file}:2: error: does not load: auditctl 3.0.9 knows no system call of this name, 4.0.2 does: fchmodat2\n", old.Output);
        Assert.StartsWith($"{file}:3: error: does not load: no user of this name is in /etc/passwd: alice\n", young.Output);
    }

    [Fact]
    public void A_word_of_a_rules_file_forges_no_line_and_no_escape()
    {
        using var tree = new EvidenceTree();
        var file = Path.Combine(tree.Folder, "mine.rules");
        File.WriteAllText(file, "-w /etc/crontab -k \e[31mred\r\n-i\n-w /x -k two\rlines\n");

        var check = BuiltProgram.Run("rules", "check", file);

        Assert.DoesNotContain('\e', check.Output);
        Assert.DoesNotContain('\r', check.Output);
    }

    [Fact]
    public void Machines_read_the_same()
    {
        var check = BuiltProgram.Run(new RunOptions { StandardInput = "-w /etc/crontab -p wa -k T1168\n" }, "rules", "check", "-", "--format", "json");

        Assert.Equal(1, check.ExitCode);
        Assert.Equal("WARNING", check.Json.GetProperty("exit").GetProperty("status").GetString());
        Assert.Contains(check.Json.GetProperty("lines").EnumerateArray(), line => line.GetProperty("level").GetString() == "warning"
            && line.GetProperty("line").GetInt32() == 1);
        Assert.Contains(check.Json.GetProperty("techniques").EnumerateArray(), technique => technique.GetProperty("id").GetString() == "T1053.003"
            && technique.GetProperty("state").GetString() == "partly");
    }

    [Theory]
    [InlineData("/no/such.rules")]
    [InlineData("/no\n/such.rules")]
    public void A_file_that_cannot_be_read(string file) => BuiltProgram.Run("rules", "check", file).RefusedWith("audit rules cannot be read: ");

    [Fact]
    public void A_folder_without_rules()
    {
        using var tree = new EvidenceTree();
        BuiltProgram.Run("rules", "check", tree.Folder).RefusedWith("no audit rules in the folder: ");
    }
}
