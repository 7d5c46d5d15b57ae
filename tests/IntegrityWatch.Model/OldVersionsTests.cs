namespace IntegrityWatch.Model;

/// <summary>Old versions that lie on disk and that nobody is known to have used: asked for where no log would tell of their use.</summary>
public sealed class OldVersionsTests : IDisposable
{
    private const string Tool = "/usr/local/bin/tool";

    private readonly WatchedHost watched = new();

    private SimulatedHost Host => watched.Host;

    public void Dispose() => watched.Dispose();

    [Fact]
    public void What_only_lies_there_is_not_asked_for_in_a_boot_of_which_the_log_tells_digests()
    {
        MoveOn();
        watched.Scan();
        Lay("1");

        Assert.Equal([], watched.Scan().Findings);
        Assert.Equal([], watched.Scan().Findings);
        Host.Run(Tool);
        Assert.StartsWith("reverted-file", Assert.Single(watched.Scan().Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_asked_for_where_the_log_tells_of_other_boots_alone_and_told_once_until_something_else_lies_there()
    {
        MoveOn();
        BootSilently();
        Lay("1");

        Assert.Equal(["new"], Reverted());
        Assert.Equal(["open"], Reverted());
        Lay("2");
        watched.Scan();
        Assert.Equal(0, watched.Run("findings", "resolve", Tool, "--reason", "put back", "--root", Host.Root).Code);
        Assert.Equal([], Reverted());
        Lay("1");
        Assert.Equal(["new"], Reverted());
    }

    [Fact]
    public void What_lay_there_was_approved_and_was_moved_on_from_again_is_told_when_it_comes_back()
    {
        MoveOn();
        BootSilently();
        Lay("1");
        Assert.Equal(["new"], Reverted());
        watched.Capture();
        Lay("2");
        watched.Capture();
        Lay("1");

        Assert.Equal(["new"], Reverted());
    }

    [Fact]
    public void A_log_that_a_first_look_finds_full_of_earlier_boots_tells_nothing_of_this_one()
    {
        BootSilently();
        MoveOn();
        Lay("1");

        Assert.Equal(["new"], Reverted());
    }

    private void MoveOn()
    {
        Lay("1");
        watched.Capture();
        Lay("2");
        watched.Capture();
    }

    private void Lay(string content) => Host.Disk.Replace(Tool, Contents.Program(content));

    /// <summary>A boot that measures, and in which auditd does not run.</summary>
    private void BootSilently()
    {
        Host.Boot();
        Host.Log.IsRunning = false;
        Host.UseAll();
    }

    private string[] Reverted() => [.. watched.Scan().Findings.Where(line => line.StartsWith("reverted-file", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1])];
}
