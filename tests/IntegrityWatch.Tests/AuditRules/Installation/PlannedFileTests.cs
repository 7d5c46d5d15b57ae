using IntegrityWatch.AuditRules.Installation;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.Tests.AuditRules.Installation;

public sealed class PlannedFileTests : IDisposable
{
    private const string Ima = "root/etc/ima/ima-policy";
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public PlannedFileTests() => Directory.CreateDirectory(folder["root/etc"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Where_nothing_is_the_file_and_its_folders_are_made_and_nothing_else()
    {
        var file = Install(RulesTarget.Auditd);

        Assert.Equal((TargetState.New, true, false), (file.State, file.IsWritten, file.FolderIsThere));
        Assert.Equal(RulesTarget.Auditd.Content, File.ReadAllBytes(folder["root/etc/audit/rules.d/60-integritywatch.rules"]));
        Assert.Single(Directory.GetFileSystemEntries(folder["root/etc/audit/rules.d"]));
    }

    [Fact]
    public void Rules_are_for_their_owner_to_write_and_their_group_to_read_as_auditds_are()
    {
        Directory.Delete(folder["root/etc"]);

        Install(RulesTarget.Auditd);

        Assert.True(Shell.Run($"test \"$(stat -c %a '{folder["root/etc"]}')\" = 755"));
        Assert.True(Shell.Run($"test \"$(stat -c %a '{folder["root/etc/audit/rules.d/60-integritywatch.rules"]}')\" = 640"));
        Assert.True(Shell.Run($"test \"$(stat -c %a '{folder["root/etc/audit/rules.d"]}')\" = 750"));
    }

    [Fact]
    public void A_second_time_nothing_is_written()
    {
        Install(RulesTarget.Ima);
        var before = File.GetLastWriteTimeUtc(folder[Ima]);

        var again = Install(RulesTarget.Ima);

        Assert.Equal((TargetState.Same, false), (again.State, again.IsWritten));
        Assert.Equal(before, File.GetLastWriteTimeUtc(folder[Ima]));
    }

    [Theory]
    [InlineData("# IMA policy for IntegrityWatch: an earlier one\nmeasure func=BPRM_CHECK mask=MAY_EXEC\n", TargetState.Changed)]
    [InlineData("dont_measure uid=0\n", TargetState.Foreign)]
    [InlineData("", TargetState.Foreign)]
    public void What_is_in_the_way_is_kept_beside_it(string content, TargetState state)
    {
        folder.Write(Ima, content);

        var file = Install(RulesTarget.Ima);

        Assert.Equal((state, true), (file.State, file.IsInTheWay));
        Assert.Equal($"{folder[Ima]}.bak-20260504T030201Z", file.Backup);
        Assert.Equal(content, File.ReadAllText(file.Backup!));
        Assert.Equal(RulesTarget.Ima.Content, File.ReadAllBytes(folder[Ima]));
    }

    [Fact]
    public void A_backup_is_never_overwritten_and_then_nothing_is_changed()
    {
        folder.Write(Ima, "mine\n");
        folder.Write(Ima + ".bak-20260504T030201Z", "kept\n");

        Assert.Throws<CannotCheckException>(() => Install(RulesTarget.Ima));

        Assert.Equal("mine\n", File.ReadAllText(folder[Ima]));
        Assert.Equal("kept\n", File.ReadAllText(folder[Ima] + ".bak-20260504T030201Z"));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder["root/etc/ima"]).Length);
    }

    [Fact]
    public void A_link_in_the_root_leads_to_where_it_leads_on_the_host_and_not_out()
    {
        Directory.CreateDirectory(folder["outside"]);
        Directory.CreateDirectory(folder["root/srv/ima"]);
        File.CreateSymbolicLink(folder["root/etc/ima"], "../../../../../srv/ima");
        File.CreateSymbolicLink(folder["root/etc/audit"], folder["outside"]);

        Install(RulesTarget.Ima);
        Assert.Throws<CannotCheckException>(() => Install(RulesTarget.Auditd));

        Assert.True(File.Exists(folder["root/srv/ima/ima-policy"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["outside"]));
    }

    [Fact]
    public void A_link_in_the_files_place_is_replaced_and_not_what_it_leads_to()
    {
        folder.Write("outside", "theirs\n");
        Directory.CreateDirectory(folder["root/etc/ima"]);
        File.CreateSymbolicLink(folder[Ima], folder["outside"]);

        var file = Install(RulesTarget.Ima);

        Assert.Equal(TargetState.Foreign, file.State);
        Assert.Null(new FileInfo(folder[Ima]).LinkTarget);
        Assert.Equal(folder["outside"], new FileInfo(file.Backup!).LinkTarget);
        Assert.Equal("theirs\n", File.ReadAllText(folder["outside"]));
    }

    [Fact]
    public void A_folder_in_the_files_place_is_told_and_stays()
    {
        Directory.CreateDirectory(folder[Ima]);

        var fault = Assert.Throws<CannotCheckException>(() => Install(RulesTarget.Ima));

        Assert.StartsWith($"rules cannot be written: {folder[Ima]}: ", fault.Message, StringComparison.Ordinal);
        Assert.Equal([folder[Ima]], Directory.GetFileSystemEntries(folder["root/etc/ima"]));
    }

    [Fact]
    public void It_belongs_to_the_owner_of_its_folder()
    {
        Required.Unless(Environment.IsPrivilegedProcess, "not root");
        Assert.True(Shell.Run($"chown 4711:4712 '{folder["root/etc"]}'"));

        Install(RulesTarget.Ima);

        Assert.True(Shell.Run($"test \"$(stat -c %u:%g '{folder["root/etc/ima"]}' '{folder[Ima]}' | uniq)\" = 4711:4712"));
    }

    private PlannedFile Install(RulesTarget target)
    {
        using var root = new EvidenceRoot(folder["root"]);
        var file = PlannedFile.Of(root, target);
        file.Write(Now);
        return file;
    }
}
