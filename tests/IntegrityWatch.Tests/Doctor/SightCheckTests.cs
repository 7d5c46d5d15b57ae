using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Doctor;
using IntegrityWatch.History;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Doctor;

/// <summary>Doctor calls a host blind where a scan does, and one that nobody looks at unknown.</summary>
public sealed class SightCheckTests : IDisposable
{
    private const string Folder = "sys/kernel/security/ima/";

    private readonly SomeTree tree = new();

    public void Dispose() => tree.Dispose();

    private static byte[] List => new MeasurementListBuilder().File("boot_aggregate").File("/bin/ls").Binary;

    [Fact]
    public void A_list_with_files_is_enough() => DoctorAssert.Is(Verdict.Ok, Sight(List));

    [Fact]
    public void A_list_that_is_shorter_than_the_kernel_counts_is_not()
    {
        tree.With(Folder + "runtime_measurements_count", "3\n");

        DoctorAssert.Is(Verdict.Unknown, Sight(List), "the kernel counts 3 entries");
    }

    [Fact]
    public void Nor_is_one_whose_template_holds_no_digest() =>
        DoctorAssert.Is(Verdict.Unknown, Sight(new MeasurementListBuilder().Add("n-ng", ListField.Name("/bin/ls")).Binary), "no entry of the measurement list holds the digest of a file");

    [Fact]
    public void Nor_one_of_a_boot_that_has_only_begun()
    {
        tree.With("proc/uptime", "61.00 50.00\n");

        DoctorAssert.Is(Verdict.Unknown, Sight(new MeasurementListBuilder().File("boot_aggregate").Binary), "starting: this boot is 1 minutes old");
    }

    [Fact]
    public void Nor_is_any_where_the_policy_requires_a_source_that_is_missing()
    {
        var policy = tree["require.json"];
        File.WriteAllText(policy, """{"require": ["audit"]}""");

        var check = Sight(List, request => request with { Policy = PolicyLoader.Load([policy]) });

        DoctorAssert.Is(Verdict.Unknown, check, "the policy requires an audit log");
        Assert.True(check.IsEssential);
    }

    [Fact]
    public void What_keeps_a_host_from_being_judged_makes_the_whole_unknown()
    {
        tree.With(Folder + "runtime_measurements_count", "3\n").With(Folder + "binary_runtime_measurements", List);

        Assert.Equal(Verdict.Unknown, tree.Report().Verdict);
    }

    [Theory]
    [InlineData(26, null, Verdict.Ok)]
    [InlineData(27, null, Verdict.Unknown)]
    [InlineData(1, "the list cannot be read", Verdict.Unknown)]
    public void A_host_that_is_not_looked_at_any_more_or_could_not_be_judged_last_is_unknown(int hours, string? reason, Verdict state)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(tree.Database)!);
        using (var history = HistoryFile.OpenForUpdate(tree.Database))
        {
            history.Change(known => known with { Scans = 1 });
            history.Publish();
        }
        LastScanFile.Write(tree.Database, new LastScan { At = SomeTree.Now.AddHours(-hours), Reason = reason });

        var check = tree.Examine(new HistoryCheck())["scans"];

        DoctorAssert.Is(state, check, reason ?? "");
        Assert.True(check.IsEssential);
    }

    private CheckResult Sight(byte[] list, Func<DoctorRequest, DoctorRequest>? change = null) =>
        tree.With(Folder + "binary_runtime_measurements", list).Examine(new SightCheck(), change)["enough"];
}
