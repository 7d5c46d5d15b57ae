using IntegrityWatch.Hosts;
using IntegrityWatch.Model;

namespace IntegrityWatch.Tests.Scanning;

/// <summary>A capture as a user runs it, on a host whose sources agree: what it approves, and what it leaves to later scans.</summary>
public sealed class HostCaptureTests : IDisposable
{
    private const string Tool = "/opt/tool";

    private readonly WatchedHost watched = new();

    private SimulatedHost Host => watched.Host;

    public void Dispose() => watched.Dispose();

    [Fact]
    public void What_was_only_shown_is_not_approved()
    {
        watched.Run("baseline", "capture", "--dry-run", "--reason", "model", "--root", Host.Root);

        Assert.Contains(watched.Scan().Findings, line => line.StartsWith("no-baseline", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_capture_was_the_first_to_see_and_did_not_approve_is_new_to_the_next_scan()
    {
        watched.Capture();
        Host.Disk.Replace("/tmp/tool", Contents.Program("a stranger"));
        Host.Run("/tmp/tool");
        Host.OpenToWrite("/etc/ld.so.preload", "T1574.006");

        watched.Capture();

        Assert.Equal(["new-file /tmp/tool new", "suspicious-location /tmp/tool new", "technique /etc/ld.so.preload new"], Told(watched.Scan()));
        Assert.All(Told(watched.Scan()), line => Assert.EndsWith(" open", line, StringComparison.Ordinal));
    }

    [Fact]
    public void With_the_disk_alone_a_copy_of_the_initramfs_is_not_approved()
    {
        Host.Boot(("/usr/sbin/cron", Contents.Program("cron of the initramfs")));
        Host.UseAll();

        watched.Capture("--disk-only");

        Assert.Equal(["altered-file /usr/sbin/cron new"], Told(Again()));
        watched.Capture();
        watched.Run("findings", "resolve", "/usr/sbin/cron", "--reason", "an old copy", "--root", Host.Root);
        Assert.Empty(Told(watched.Scan()));
    }

    [Fact]
    public void A_host_that_cannot_be_judged_approves_nothing_and_its_log_is_judged_all_the_same()
    {
        watched.Capture();
        Host.Measures = false;
        Host.Boot();
        Host.Pass(TimeSpan.FromHours(1));
        Assert.Equal(3, watched.Capture().Code);

        Host.OpenToWrite("/etc/ld.so.preload", "T1574.006");
        Assert.Equal(2, watched.Capture().Code);

        var generations = watched.Run("baseline", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("capture", StringComparison.Ordinal));
        Assert.Equal(1, generations);
    }

    [Fact]
    public void A_capture_goes_on_where_the_last_look_ended_and_so_does_the_scan_after_it()
    {
        watched.Capture();
        Host.Disk.Replace(Tool, Contents.Program("tool"));
        Host.Run(Tool);
        watched.Capture();

        var list = watched.Scan().Json.GetProperty("evidence").GetProperty("ima");

        Assert.Equal((true, 0), (list.GetProperty("resumed").GetBoolean(), list.GetProperty("newEntries").GetInt32()));
    }

    private Said Again()
    {
        Host.Boot(("/usr/sbin/cron", Contents.Program("cron of the initramfs")));
        Host.UseAll();
        return watched.Scan();
    }

    private static IEnumerable<string> Told(Said said) => said.Findings.Select(line => line.Split(' ')).Select(words => $"{words[0]} {words[1]} {words[4]}");
}
