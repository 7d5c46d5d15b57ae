using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Doctor;

public sealed class ListCheckTests : IDisposable
{
    private const string Folder = "sys/kernel/security/ima/";

    private readonly SomeTree tree = new();

    public void Dispose() => tree.Dispose();

    private static MeasurementListBuilder List => new MeasurementListBuilder().File("boot_aggregate");

    [Fact]
    public void A_list_of_nothing_but_the_boot_aggregate_cannot_be_judged_by()
    {
        tree.With(Folder + "binary_runtime_measurements", List.Binary).With("proc/cmdline", "audit=1\n");

        DoctorAssert.Is(Verdict.Unknown, tree.Examine(new SightCheck())["enough"], "no IMA policy is loaded");
        Assert.DoesNotContain("entries", tree.Examine(new ListCheck()).Keys);
        Assert.Empty(tree.Examine(new PolicyCheck()));
    }

    [Fact]
    public void Its_form_its_template_and_its_digests_are_told()
    {
        tree.With(Folder + "binary_runtime_measurements", List.File("/bin/ls").Violation("/var/log/x").Binary);

        var checks = tree.Examine(new ListCheck());

        DoctorAssert.Is(Verdict.Ok, checks["entries"], "3 entries of 1 file, 1 violation");
        DoctorAssert.Is(Verdict.Ok, checks["form"], "binary form, template ima-ng");
        DoctorAssert.Is(Verdict.Ok, checks["digest"], "sha256");
    }

    [Fact]
    public void The_ASCII_form_alone_is_weaker() =>
        DoctorAssert.Is(Verdict.Warning, tree.With(Folder + "ascii_runtime_measurements", List.File("/bin/ls").Ascii).Examine(new ListCheck())["form"], "ASCII");

    [Fact]
    public void SHA_1_is_told()
    {
        var list = List.Add("ima-ng", ListField.Digest("sha1", new byte[20]), ListField.Name("/bin/zero")).Add(
            "ima-ng", ListField.Digest("sha1", [1, .. new byte[19]]), ListField.Name("/bin/ls"));

        DoctorAssert.Is(Verdict.Warning, tree.With(Folder + "binary_runtime_measurements", list.Binary).Examine(new ListCheck())["digest"], "sha1");
    }

    [Fact]
    public void More_entries_than_the_kernel_counts_are_forged()
    {
        tree.With(Folder + "ascii_runtime_measurements", List.File("/bin/ls").Ascii).With(Folder + "runtime_measurements_count", "1\n");

        DoctorAssert.Is(Verdict.Critical, tree.Examine(new ListCheck())["entries"], "the kernel counts 1");
    }

    [Fact]
    public void A_list_that_is_cut_short_is_unknown()
    {
        tree.With(Folder + "binary_runtime_measurements", List.File("/bin/ls").Binary[..^3]);

        Assert.Equal([("readable", Verdict.Unknown)], tree.Examine(new ListCheck()).Select(check => (check.Key, check.Value.State)));
    }

    [Fact]
    public void An_entry_that_does_not_match_its_own_hash_was_altered()
    {
        var list = List.File("/bin/ls").Binary;
        list[^2] ^= 1;
        tree.With(Folder + "binary_runtime_measurements", list);

        DoctorAssert.Is(Verdict.Critical, tree.Examine(new ListCheck())["hashes"], "entry 2");
        Assert.Empty(tree.Examine(new TpmCheck()));
    }

    [Fact]
    public void A_TPM_that_holds_something_else_speaks_against_the_list()
    {
        tree.With(Folder + "binary_runtime_measurements", List.File("/bin/ls").Binary)
            .With("sys/class/tpm/tpm0/pcr-sha256/10", new string('A', 64) + "\n");

        DoctorAssert.Is(Verdict.Critical, tree.Examine(new TpmCheck())["replay"]);
    }

    [Fact]
    public void Without_a_TPM_nothing_vouches_for_the_list() =>
        DoctorAssert.Is(Verdict.Warning, tree.With(Folder + "binary_runtime_measurements", List.File("/bin/ls").Binary).Examine(new TpmCheck())["replay"], "no TPM");
}
