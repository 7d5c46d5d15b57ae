using IntegrityWatch.Hosts;
using IntegrityWatch.History;
using IntegrityWatch.Model;

namespace IntegrityWatch.Tests.Scanning;

/// <summary>What a look at a host leaves beside its history, and which looks leave nothing.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private readonly WatchedHost watched = new();

    private SimulatedHost Host => watched.Host;

    private LastScan? Last => LastScanFile.Read(watched.Database);

    public void Dispose() => watched.Dispose();

    [Fact]
    public void A_look_leaves_its_time_its_outcome_and_whose_it_is()
    {
        watched.Capture();
        Host.Pass(TimeSpan.FromHours(1));
        var at = Host.Now;

        watched.Scan();

        Assert.Equal((at, "OK", null, null), (Last!.At, Last.Outcome, Last.Reason, Last.Advice));
        Assert.Equal((Host.Name, Host.BootId, Host.Root), (Last.Host, Last.BootId, Last.Root));
        Assert.Empty(Last.NotLookedAt);
    }

    [Theory]
    [InlineData("/opt/tool", "WARNING")]
    [InlineData("/tmp/tool", "CRITICAL")]
    public void The_outcome_is_that_of_what_is_open(string path, string outcome)
    {
        watched.Capture();
        Host.Disk.Replace(path, Contents.Program("a stranger"));
        Host.Run(path);

        watched.Scan();

        Assert.Equal(outcome, Last!.Outcome);
    }

    [Fact]
    public void A_capture_is_a_look_too()
    {
        var at = Host.Now;

        watched.Capture();

        Assert.Equal((at, "OK"), (Last!.At, Last.Outcome));
    }

    [Fact]
    public void A_capture_that_is_only_shown_is_none()
    {
        watched.Capture();
        var before = Last;

        watched.Run("baseline", "capture", "--dry-run", "--reason", "model", "--root", Host.Root);

        Assert.Equal(before!.At, Last!.At);
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("baseline", "capture", "--yes", "--reason", "model")]
    public void Of_a_host_that_cannot_be_judged_it_says_why_and_what_to_do(params string[] command)
    {
        watched.Capture();
        BootBlind(TimeSpan.FromHours(1));

        Assert.Equal(3, watched.Run([.. command, "--root", Host.Root]).Code);

        Assert.Equal("UNKNOWN", Last!.Outcome);
        Assert.NotNull(Last.Reason);
        Assert.NotNull(Last.Advice);
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("baseline", "capture", "--yes", "--reason", "model")]
    public void Where_something_critical_is_open_a_blind_look_says_so(params string[] command)
    {
        watched.Capture();
        Host.Disk.Replace("/tmp/tool", Contents.Program("a stranger"));
        Host.Run("/tmp/tool");
        watched.Scan();
        BootBlind(TimeSpan.FromHours(1));

        Assert.Equal(2, watched.Run([.. command, "--root", Host.Root]).Code);

        Assert.Equal("CRITICAL", Last!.Outcome);
        Assert.NotNull(Last.Reason);
    }

    [Fact]
    public void A_boot_that_has_only_begun_takes_nothing_back_of_a_look_that_could_judge_and_tells_nothing_better_than_one_that_could_not()
    {
        watched.Capture();
        var whole = Last!;
        BootBlind(TimeSpan.FromMinutes(2));
        watched.Scan();
        Assert.Equal(whole.At, Last!.At);

        Host.Pass(TimeSpan.FromHours(1));
        watched.Scan();
        var blind = Last!;
        Assert.NotNull(blind.Reason);
        BootBlind(TimeSpan.FromMinutes(2));
        watched.Scan();

        Assert.NotEqual(blind.At, Last!.At);
        Assert.Equal("UNKNOWN", Last.Outcome);
    }

    [Theory]
    [InlineData("--no-audit")]
    [InlineData("--no-disk")]
    [InlineData("--no-ima")]
    [InlineData("--audit", "var/log/audit/audit.log")]
    [InlineData("--ima", "sys/kernel/security/ima/binary_runtime_measurements")]
    public void A_look_that_leaves_out_or_names_what_the_last_whole_one_used_leaves_nothing(params string[] options)
    {
        watched.Capture();
        var whole = Last!;
        Host.Pass(TimeSpan.FromHours(1));

        watched.Scan(WithRoot(options));

        Assert.Equal(whole.At, Last!.At);
    }

    [Theory]
    [InlineData("audit log", "--no-audit")]
    [InlineData("disk", "--no-disk")]
    [InlineData("measurement list", "--no-ima")]
    public void A_look_that_never_had_more_is_one_and_says_what_it_left_out(string left, string option)
    {
        watched.Capture(option);
        var at = Host.Now;

        watched.Scan(option);

        Assert.Equal(at, Last!.At);
        Assert.Equal([left], Last.NotLookedAt);
    }

    [Fact]
    public void A_blind_look_forgets_not_what_the_last_whole_one_used()
    {
        watched.Capture();
        BootBlind(TimeSpan.FromHours(1));
        watched.Scan();
        var blind = Last!;

        watched.Scan("--no-audit");

        Assert.Equal(blind.At, Last!.At);
    }

    [Fact]
    public void A_look_that_failed_leaves_why_and_that_nothing_was_looked_at()
    {
        watched.Capture();
        var bytes = File.ReadAllBytes(watched.Database);
        bytes.AsSpan(bytes.Length / 2).Fill(0x5a);
        File.WriteAllBytes(watched.Database, bytes);
        var at = Host.Now;

        Assert.Equal(3, watched.Scan().Code);

        Assert.Equal((at, "UNKNOWN"), (Last!.At, Last.Outcome));
        Assert.NotNull(Last.Reason);
        Assert.Equal(["the host"], Last.NotLookedAt);
    }

    [Fact]
    public void Where_there_is_no_history_nothing_is_left_beside_it()
    {
        watched.Run("scan", "--root", Path.Combine(Host.Root, "nowhere"));

        Assert.Null(Last);
    }

    private string[] WithRoot(string[] options) => [.. options.Select(option => option.Contains('/', StringComparison.Ordinal) ? Path.Combine(Host.Root, option) : option)];

    private void BootBlind(TimeSpan after)
    {
        Host.Measures = false;
        Host.Boot();
        Host.Pass(after);
    }
}
