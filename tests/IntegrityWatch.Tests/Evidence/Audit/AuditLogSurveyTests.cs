using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditLogSurveyTests : IDisposable
{
    private readonly LogFolder folder = new();
    private readonly TemporaryFolder empty = new();

    public void Dispose()
    {
        folder.Dispose();
        empty.Dispose();
    }

    [Fact]
    public void Without_a_log_there_is_nothing_to_survey()
    {
        using var root = new EvidenceRoot(empty.Path);

        Assert.Null(AuditLogSurvey.Of(root));
    }

    [Fact]
    public void The_first_record_is_the_oldest_files_and_the_last_the_newests()
    {
        folder.Append(SomeLog.Cwd("1740000000.000:1"));
        folder.Rotate();
        folder.Append(SomeLog.Cwd("1740007200.000:2"), "no record");

        var survey = Survey();

        Assert.Equal((2, 2, 1L), (survey.Files.Count, survey.Records, survey.Strange));
        Assert.Equal(TimeSpan.FromHours(2), survey.Last - survey.First);
        Assert.Equal(survey.Bytes / 2.0, survey.BytesPerHour);
        Assert.False(survey.IsEnriched);
        Assert.True(survey.IsWhole);
    }

    [Fact]
    public void A_clock_that_was_set_back_leaves_the_newest_stamp()
    {
        folder.Append(SomeLog.Cwd("1740007200.000:1"), SomeLog.Cwd("1740000000.000:2"));

        Assert.Equal(TimeSpan.FromHours(2), Survey().Newest - Survey().Last);
    }

    [Fact]
    public void A_policy_that_the_kernel_refused_leaves_the_one_before()
    {
        folder.Append(Policy(10, "measure func=BPRM_CHECK"), Update(11, "completed"), Policy(12, "audit func=BPRM_CHECK"), Update(13, "failed"), Policy(14, "audit"));

        Assert.Equal(["action=measure func=BPRM_CHECK res=1"], Survey().PolicyRules);
    }

    [Fact]
    public void What_an_earlier_boot_had_loaded_is_gone()
    {
        folder.Append(Policy(500, "measure"), Update(501, "completed"), Key(502, "add_rule", "T1140"), Policy(10, "audit"), Update(11, "completed"));

        Assert.Equal(["action=audit res=1"], Survey().PolicyRules);
        Assert.Empty(Survey().Keys);
    }

    [Fact]
    public void A_rule_that_was_removed_is_no_longer_loaded()
    {
        folder.Append(Key(10, "add_rule", "T1140"), Key(11, "add_rule", "T1140"), Key(12, "add_rule", "T1136"), Key(13, "remove_rule", "T1140"), Key(14, "remove_rule", "T1136"),
            Key(15, "add_rule", "T1018").Replace("res=1", "res=0", StringComparison.Ordinal));

        Assert.Equal(["T1140"], Survey().Keys);
    }

    [Fact]
    public void Of_a_long_log_the_last_part_is_read_and_the_first_record_known()
    {
        var block = string.Join('\n', Enumerable.Repeat(SomeLog.Cwd("1740000000.000:1") + new string('x', 8000), 1000)) + "\n";
        for (var number = 0; number < 9; number++)
            folder.Append(System.Text.Encoding.ASCII.GetBytes(block));
        folder.Append(SomeLog.Cwd("1740007200.000:2"));

        var survey = Survey();

        Assert.False(survey.IsWhole);
        Assert.Equal(0, survey.Strange);
        Assert.InRange(survey.Records, 8000, 8999);
        Assert.Equal(TimeSpan.FromHours(2), survey.Last - survey.First);
    }

    private AuditLogSurvey Survey()
    {
        using var root = new EvidenceRoot(Path.GetFullPath(Path.Combine(folder.Folder, "../../..")));
        return AuditLogSurvey.Of(root)!;
    }

    private static string Policy(int serial, string rule) => $"type=INTEGRITY_POLICY_RULE msg=audit(1740000000.000:{serial}): action={rule} res=1";

    private static string Update(int serial, string cause) => $"type=INTEGRITY_STATUS msg=audit(1740000000.000:{serial}): pid=1 op=policy_update cause={cause} comm=\"cat\" res=1";

    private static string Key(int serial, string operation, string key) => $"type=CONFIG_CHANGE msg=audit(1740000000.000:{serial}): op={operation} key=\"{key}\" list=4 res=1";
}
