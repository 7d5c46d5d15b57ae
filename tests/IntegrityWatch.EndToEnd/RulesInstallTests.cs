namespace IntegrityWatch.EndToEnd;

/// <summary><c>rules install</c>: the shipped rules go to where a host loads them, and nothing is overwritten unseen.</summary>
public sealed class RulesInstallTests : IDisposable
{
    private readonly EvidenceTree tree = new();

    public RulesInstallTests()
    {
        Directory.CreateDirectory(Path.Combine(Root, "etc", "audit", "rules.d"));
        Directory.CreateDirectory(Path.Combine(Root, "lib", "systemd"));
        File.WriteAllText(Path.Combine(Root, "lib", "systemd", "systemd"), "");
    }

    private string Root => Path.Combine(tree.Folder, "image");

    private string Audit => Path.Combine(Root, "etc/audit/rules.d/60-integritywatch.rules");

    private string Ima => Path.Combine(Root, "etc/ima/ima-policy");

    public void Dispose() => tree.Dispose();

    [Fact]
    public void What_is_installed_is_what_is_printed()
    {
        var run = Install("--yes");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Equal(BuiltProgram.Run("rules", "auditd").Output, File.ReadAllText(Audit));
        Assert.Equal(BuiltProgram.Run("rules", "ima").Output, File.ReadAllText(Ima));
        Assert.StartsWith($"written        {Audit}\nwritten        {Ima}\nnext: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_installed_rules_pass_the_check()
    {
        Install("--yes");

        Assert.Equal(0, BuiltProgram.Run("rules", "check", Path.GetDirectoryName(Audit)!).ExitCode);
    }

    [Fact]
    public void Again_it_is_there_and_nobody_needs_to_be_asked()
    {
        Install("--yes");

        var again = Install();

        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith($"already there  {Audit}\nalready there  {Ima}\n", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_anybody_to_ask_nothing_is_written()
    {
        Install().RefusedWith("nobody is here to be asked");

        Assert.False(File.Exists(Audit) || File.Exists(Ima));
    }

    [Fact]
    public void A_dry_run_shows_what_it_would_write_and_writes_nothing()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Ima)!);
        File.WriteAllText(Ima, "dont_measure uid=0 # \e[31m\n");

        var run = Install("--dry-run");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"new      {Audit}\nforeign  {Ima}  somebody else's, lines that would go: 1, that would come: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  - dont_measure uid=0 # \"\\x1b[31m\"\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  + measure func=MODULE_CHECK\n", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Audit));
    }

    [Fact]
    public void What_is_there_with_other_content_stays_and_nothing_else_is_written_either()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Ima)!);
        File.WriteAllText(Ima, "dont_measure uid=0\n");

        var run = Install("--yes");

        run.RefusedWith($"already there with other content: {Ima} (somebody else's, lines that would go: 1, that would come: ");
        Assert.Contains("--force", run.Error, StringComparison.Ordinal);
        Assert.Equal("dont_measure uid=0\n", File.ReadAllText(Ima));
        Assert.False(File.Exists(Audit));
    }

    [Fact]
    public void Forced_it_is_replaced_and_kept_beside()
    {
        File.WriteAllText(Audit, "# Audit rules for IntegrityWatch: an earlier version\n-w /x\n");

        var run = Install("--yes", "--force", "--format", "json");

        var file = run.Json.GetProperty("files")[0];
        Assert.Equal(("auditd", "changed", true), (file.GetProperty("target").GetString(), file.GetProperty("state").GetString(),
            file.GetProperty("written").GetBoolean()));
        Assert.Equal("# Audit rules for IntegrityWatch: an earlier version\n-w /x\n", File.ReadAllText(file.GetProperty("backup").GetString()!));
        Assert.DoesNotMatch(@"\.rules$", file.GetProperty("backup").GetString()!);
        Assert.Equal(BuiltProgram.Run("rules", "auditd").Output, File.ReadAllText(Audit));
        Assert.Equal(["auditd", "ima"], run.Json.GetProperty("next").EnumerateArray().Select(step => step.GetProperty("target").GetString()));
    }

    [Theory]
    [InlineData("auditd")]
    [InlineData("ima")]
    public void One_can_be_installed_without_the_other(string only)
    {
        Assert.Equal(0, Install("--yes", "--only", only).ExitCode);

        Assert.Equal((only == "auditd", only == "ima"), (File.Exists(Audit), File.Exists(Ima)));
    }

    [Fact]
    public void A_root_that_is_not_there() => BuiltProgram.Run("rules", "install", "--yes", "--root", "/no/such").RefusedWith("no such root: /no/such");

    [Fact]
    public void A_place_that_cannot_be_written() =>
        BuiltProgram.Run("rules", "install", "--yes", "--root", "/proc", "--only", "ima").RefusedWith("rules cannot be written: /proc/etc/ima/ima-policy");

    private RunResult Install(params IEnumerable<string> more) => BuiltProgram.Run(["rules", "install", "--root", Root, .. more]);
}
