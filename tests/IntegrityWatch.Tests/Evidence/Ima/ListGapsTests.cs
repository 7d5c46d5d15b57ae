using IntegrityWatch.Evidence;
using IntegrityWatch.Hosts;
using IntegrityWatch.Tests.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>What of a list is less than it was: the TPM's word, and templates that say nothing.</summary>
public sealed class ListGapsTests : IDisposable
{
    private readonly LookedAtHost looked = new();

    private SimulatedHost Host => looked.Host;

    public void Dispose() => looked.Dispose();

    [Theory]
    [InlineData("pcr-sha1/10")]
    [InlineData("pcr-sha256/10")]
    [InlineData("pcr-sha1/10", "pcr-sha256/10")]
    public void A_PCR_that_vouched_and_reads_zero_is_a_gap(params string[] zeroed)
    {
        looked.Look();

        Assert.Equal([EvidenceGapCause.TpmWeaker], Told(() => Zero(zeroed)));
        Assert.Equal([EvidenceGapCause.TpmWeaker], Told(() => Zero(zeroed)));
        Assert.Empty(Told());
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData]
    public void A_bank_that_vouched_and_is_gone_is_a_gap_for_as_long_as_it_is(params string[] left)
    {
        looked.Look();
        Host.Banks = left;

        Assert.Equal([EvidenceGapCause.TpmWeaker], Told());
        Use("/usr/local/bin/new", "new");
        Assert.Equal([EvidenceGapCause.TpmWeaker], Told());
        Host.Banks = ["sha1", "sha256"];
        Assert.Empty(Told());
    }

    [Fact]
    public void A_PCR_that_comes_back_must_hold_what_came_meanwhile()
    {
        looked.Look();
        Host.Banks = [];
        Use("/usr/local/bin/trojan", "trojan");
        Host.List.Tamper(Host.List.Entries.Count - 1, null);
        Use("/usr/local/bin/new", "new");
        looked.Look();
        Host.Banks = ["sha1", "sha256"];

        Assert.Equal([null], Told());
    }

    [Fact]
    public void An_old_value_of_the_PCR_vouches_for_less_than_was_there_at_the_last_look()
    {
        looked.Look();
        var old = Host.List.Pcrs.ToDictionary();
        Use("/usr/local/bin/new", "new");
        looked.Look();

        Assert.Equal([EvidenceGapCause.TpmWeaker], Told(() => Write(old)));
    }

    [Fact]
    public void A_list_that_is_ahead_of_its_PCR_by_what_is_new_is_no_gap()
    {
        looked.Look();
        var old = Host.List.Pcrs.ToDictionary();
        Use("/usr/local/bin/new", "new");

        Assert.Empty(Told(() => Write(old)));
    }

    [Fact]
    public void A_host_that_never_had_a_TPM_misses_none()
    {
        Host.Banks = [];
        looked.Look();
        Host.Boot();
        Use("/usr/local/bin/new", "new");

        Assert.Empty(Told());
    }

    [Fact]
    public void A_TPM_that_vouched_in_the_boot_before_and_never_in_this_one_is_a_lesser_gap()
    {
        looked.Look();
        Host.Boot();
        Use("/usr/local/bin/new", "new");
        Host.Banks = [];

        Assert.Equal([EvidenceGapCause.TpmWeakerThanBefore], Told());
        Assert.Equal([EvidenceGapCause.TpmWeakerThanBefore], Told());
        Host.Banks = ["sha256"];
        Assert.Empty(Told());
    }

    [Fact]
    public void Templates_that_are_not_understood_are_named_and_counted()
    {
        looked.Look();
        Unknown();
        Unknown();

        Host.Save();
        var evidence = looked.Look();

        var gap = Assert.Single(evidence.Incidents, incident => incident.Kind == FindingKind.EvidenceGap);
        Assert.Equal((EvidenceGapCause.TemplateNotUnderstood, 2L, true), (gap.Gap, gap.Count, gap.Persists));
        Assert.Contains("2 of the template ima-cgn", gap.Cause, StringComparison.Ordinal);
        Assert.Equal([EvidenceGapCause.TemplateNotUnderstood], Told());
        Unknown();
        Assert.Equal(3, Assert.Single(looked.Look().Incidents, incident => incident.Gap == EvidenceGapCause.TemplateNotUnderstood).Count);
    }

    [Fact]
    public void A_sort_that_was_measured_in_an_earlier_boot_and_is_not_now_is_a_gap_once_the_boot_is_ten_minutes_old()
    {
        looked.Look();
        Host.Boot();
        Host.Run("/usr/bin/bash");

        Assert.Empty(Told());
        Host.Pass(TimeSpan.FromMinutes(11));
        var gap = Assert.Single(looked.Look().Incidents, incident => incident.Gap == EvidenceGapCause.MeasuresLess);
        Assert.Equal("in an earlier boot the kernel measured libraries, and in this one it does not", gap.Cause);
        Assert.True(gap.Persists);
        Assert.Equal([EvidenceGapCause.MeasuresLess], Told());
        Host.Map("/usr/lib/x86_64-linux-gnu/libc.so.6");
        Assert.Empty(Told());
    }

    [Fact]
    public void A_boot_without_programs_is_a_gap_too()
    {
        looked.Look();
        Host.Boot();
        Host.Map("/usr/lib/x86_64-linux-gnu/libc.so.6");
        Host.Pass(TimeSpan.FromMinutes(11));

        Assert.Contains("measured programs,", Assert.Single(looked.Look().Incidents, incident => incident.Gap == EvidenceGapCause.MeasuresLess).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_earlier_boot_measured_is_not_missed()
    {
        Host.Boot();
        Host.Run("/usr/bin/bash");
        Host.Pass(TimeSpan.FromMinutes(11));
        looked.Look();
        Host.Boot();
        Host.Run("/usr/bin/bash");
        Host.Pass(TimeSpan.FromMinutes(11));

        Assert.Empty(Told());
    }

    [Theory]
    [InlineData(true, "measure func=BPRM_CHECK", "measure func=MMAP_CHECK mask=MAY_EXEC")]
    [InlineData(false, "measure func=BPRM_CHECK", "measure func=MMAP_CHECK", "measure func=MODULE_CHECK uid=0")]
    [InlineData(false, "dont_measure fsmagic=0x9fa0", "measure uid=0")]
    [InlineData(true, "measure func=BPRM_CHECK", "measure func=FILE_MMAP", "dont_measure func=MODULE_CHECK", "audit func=MODULE_CHECK")]
    public void Where_the_kernel_shows_its_policy_that_says_at_once_whether_a_sort_is_measured(bool isGap, params string[] policy)
    {
        looked.Look();
        Host.Boot();
        Host.Run("/usr/bin/bash");
        Host.Map("/usr/lib/x86_64-linux-gnu/libc.so.6");

        Assert.Equal(isGap, looked.Look(() => File.WriteAllLines(Path.Combine(Host.Root, "sys/kernel/security/ima/policy"), policy)).Incidents.Any(incident => incident.Gap == EvidenceGapCause.MeasuresLess && incident.Cause!.Contains("modules", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("measure BPRM_CHECK", "audit MMAP_CHECK")]
    [InlineData("measure BPRM_CHECK", "dont_measure MMAP_CHECK", "measure MMAP_CHECK")]
    public void Where_only_the_log_tells_of_the_policy_a_sort_that_no_rule_measures_is_missed_at_once(params string[] policy)
    {
        looked.Look();
        Host.Policy = policy;
        Host.Boot();
        Host.Run("/usr/bin/bash");

        Assert.Contains("measured libraries", Assert.Single(looked.Look().Incidents, incident => incident.Gap == EvidenceGapCause.MeasuresLess).Cause, StringComparison.Ordinal);
        Assert.Equal([EvidenceGapCause.MeasuresLess], Told());
        Host.Policy = ["measure BPRM_CHECK", "measure MMAP_CHECK", "measure MODULE_CHECK"];
        Host.Boot();
        Host.Run("/usr/bin/bash");
        Assert.Empty(Told());
    }

    [Fact]
    public void A_rule_that_stands_in_the_log_does_not_excuse_a_list_that_lacks_its_sort_once_the_boot_is_old()
    {
        looked.Look();
        Host.Policy = ["measure BPRM_CHECK", "measure MMAP_CHECK"];
        Host.Boot();
        Host.Run("/usr/bin/bash");
        Host.Pass(TimeSpan.FromMinutes(11));

        Assert.Equal([EvidenceGapCause.MeasuresLess], Told());
    }

    [Theory]
    [InlineData("measure func=MMAP_CHECK mask=MAY_EXEC", false)]
    [InlineData("measure func=MMAP_CHECK mask=MAY_EXEC uid=4711", true)]
    [InlineData("measure func=FILE_CHECK mask=MAY_READ", false)]
    public void A_shown_rule_excuses_an_old_list_only_where_it_holds_for_all_files(string rule, bool isGap)
    {
        looked.Look();
        Host.Boot();
        Host.Run("/usr/bin/bash");
        Host.Pass(TimeSpan.FromMinutes(11));

        Assert.Equal(isGap, looked.Look(() => File.WriteAllLines(Path.Combine(Host.Root, "sys/kernel/security/ima/policy"),
            ["measure func=BPRM_CHECK", "measure func=MODULE_CHECK", rule])).Incidents.Any(incident => incident.Gap == EvidenceGapCause.MeasuresLess));
    }

    [Fact]
    public void A_boot_that_measures_with_another_algorithm_is_a_gap_and_one_file_is_none()
    {
        looked.Look();
        Host.Boot();
        Host.Disk["/usr/sbin/cron"]!.Algorithm = "sha512";
        Host.UseAll();
        Assert.Empty(Told());

        Host.Boot();
        foreach (var path in new[] { "/usr/lib/systemd/systemd", "/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/modules/6.1/kernel/fs/ext4.ko", "/usr/bin/bash" })
            Host.Disk[path]!.Algorithm = "sha512";
        Host.UseAll();

        var gap = Assert.Single(looked.Look().Incidents, incident => incident.Gap == EvidenceGapCause.AlgorithmChanged);
        Assert.Equal("most files of this boot are measured with sha512, and those of the boot before were with sha256", gap.Cause);
        Assert.Equal([EvidenceGapCause.AlgorithmChanged], Told());
    }

    private List<EvidenceGapCause?> Told(Action? between = null) =>
        [.. looked.Look(between).Incidents.Where(incident => incident.Sources == EvidenceSources.Ima).Select(incident => incident.Gap)];

    private void Zero(IEnumerable<string> pcrs)
    {
        foreach (var pcr in pcrs)
            File.WriteAllText(Path.Combine(Host.Root, "sys/class/tpm/tpm0", pcr), new string('0', pcr.Contains("sha256", StringComparison.Ordinal) ? 64 : 40) + "\n");
    }

    private void Write(IReadOnlyDictionary<string, byte[]> pcrs)
    {
        foreach (var (bank, value) in pcrs)
            File.WriteAllText(Path.Combine(Host.Root, $"sys/class/tpm/tpm0/pcr-{bank}/10"), Convert.ToHexString(value) + "\n");
    }

    private void Unknown()
    {
        var template = Host.List.Template;
        Host.List.Template = "ima-cgn";
        Host.List.Measure($"/usr/local/bin/{Host.List.Made}", [1, 2, 3]);
        Host.List.Template = template;
    }

    private void Use(string path, string content)
    {
        Host.Disk.Replace(path, Contents.Program(content));
        Host.Run(path);
    }
}
