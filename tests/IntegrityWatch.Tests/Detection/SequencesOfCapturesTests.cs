using IntegrityWatch.Hosts;
using IntegrityWatch.Model;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What several captures, one after the other, leave approved: a host whose list, log and disk agree, and the commands on it.</summary>
public sealed class SequencesOfCapturesTests : IDisposable
{
    private const string Cron = "/usr/sbin/cron";

    private readonly WatchedHost watched = new();

    private SimulatedHost Host => watched.Host;

    public void Dispose() => watched.Dispose();

    [Fact]
    public void A_third_capture_in_one_boot_does_not_approve_the_first_version_again()
    {
        watched.Capture();
        Upgrade("3.1");
        watched.Capture();
        Upgrade("3.2");
        watched.Capture();

        Replace("cron 3.0");

        Assert.Contains($"reverted-file {Cron} high new", Told(watched.Scan()));
    }

    [Fact]
    public void What_is_told_of_a_file_stays_open_however_long_it_is_looked_at()
    {
        watched.Capture();
        Replace("a trojan");
        watched.Scan();

        for (var day = 0; day < 30; day++)
        {
            Host.Pass(TimeSpan.FromDays(1));
            watched.Scan();
        }

        Assert.Equal([$"altered-file {Cron} high open", $"package-mismatch {Cron} critical open"], Told(watched.Scan()));
    }

    private void Upgrade(string version)
    {
        Host.Install("cron", version, (Cron, $"cron {version}"));
        Host.Run(Cron);
    }

    private void Replace(string content)
    {
        Host.Disk.Replace(Cron, Contents.Program(content));
        Host.Run(Cron);
    }

    /// <summary>The findings, without digests.</summary>
    private static IEnumerable<string> Told(Said said) => said.Findings.Select(line => string.Join(' ', line.Split(' ').Where((_, at) => at != 2)));
}
