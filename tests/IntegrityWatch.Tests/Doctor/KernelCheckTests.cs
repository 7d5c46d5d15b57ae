using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;

namespace IntegrityWatch.Tests.Doctor;

public sealed class KernelCheckTests : IDisposable
{
    private readonly SomeTree tree = new();

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("CONFIG_IMA=y\n", Verdict.Unknown, "the tree holds no measurement list")]
    [InlineData("# CONFIG_IMA is not set\nCONFIG_IMA_X=y\n", Verdict.Unknown, "built without IMA")]
    public void The_configuration_of_the_running_kernel_says_whether_it_has_IMA(string configuration, Verdict state, string message)
    {
        tree.With("proc/sys/kernel/osrelease", "6.1.0-1\n").With("boot/config-6.1.0-1", configuration).With("boot/config-5.0", "CONFIG_IMA=y\n");

        DoctorAssert.Is(state, Kernel()["ima"], message);
    }

    [Fact]
    public void Of_several_configurations_none_is_believed_where_it_is_not_known_which_kernel_runs()
    {
        tree.With("boot/config-1", "CONFIG_IMA=n\n").With("boot/config-2", "CONFIG_IMA=n\n");

        DoctorAssert.Is(Verdict.Unknown, Kernel()["ima"]);
    }

    [Theory]
    [InlineData("../../etc/shadow")]
    [InlineData("\n")]
    public void A_release_that_is_none_names_no_file(string release)
    {
        tree.With("proc/sys/kernel/osrelease", release).With("etc/shadow", "secret").With("boot/config-1", "\n");

        Assert.DoesNotContain("shadow", Kernel()["ima"].Message);
    }

    [Fact]
    public void A_kernel_that_was_told_not_to_measure_is_blind() =>
        DoctorAssert.Is(Verdict.Unknown, tree.With("proc/cmdline", "quiet ima=off\n").Examine(new KernelCheck())["ima"], "ima=off");

    [Theory]
    [InlineData("audit=1", Verdict.Ok)]
    [InlineData("audit=0", Verdict.Critical)]
    [InlineData("audit=off", Verdict.Critical)]
    [InlineData("quiet", Verdict.Warning)]
    [InlineData("audit=0 audit=1", Verdict.Ok)]
    [InlineData("quiet -- audit=1", Verdict.Warning)]
    public void Whether_auditing_begins_with_the_first_program(string options, Verdict state) => DoctorAssert.Is(state, Kernel(options)["audit"]);

    [Theory]
    [InlineData("audit_backlog_limit=8192", Verdict.Ok)]
    [InlineData("audit_backlog_limit=0", Verdict.Ok)]
    [InlineData("audit_backlog_limit=320", Verdict.Warning)]
    [InlineData("audit_backlog_limit=much", Verdict.Warning)]
    [InlineData("quiet", Verdict.Warning)]
    public void How_many_records_can_wait(string options, Verdict state) => DoctorAssert.Is(state, Kernel(options)["backlog"]);

    [Theory]
    [InlineData("ima_hash=sha1", Verdict.Warning)]
    [InlineData("ima_hash=sha256", Verdict.Ok)]
    [InlineData("ima_template=ima", Verdict.Warning)]
    [InlineData("ima_template=ima-ng", Verdict.Ok)]
    [InlineData("quiet", Verdict.Ok)]
    public void With_what_the_kernel_measures(string options, Verdict state) => DoctorAssert.Is(state, Kernel(options)["hash"]);

    [Fact]
    public void Without_its_command_line_nothing_is_said_of_options() => DoctorAssert.Is(Verdict.Warning, Kernel()["options"]);

    private Dictionary<string, CheckResult> Kernel(string options) => tree.With("proc/cmdline", options + "\n").Examine(new KernelCheck());

    private Dictionary<string, CheckResult> Kernel() => tree.Examine(new KernelCheck());
}
