namespace IntegrityWatch.Model;

/// <summary>Numbers that are missing in the log are told once a boot: of the boot in which they are missing.</summary>
public sealed class GapsOfBootsTests : IDisposable
{
    private readonly WatchedHost watched = new();

    public GapsOfBootsTests() => watched.Capture();

    public void Dispose() => watched.Dispose();

    [Fact]
    public void What_a_look_in_the_next_boot_finds_missing_in_the_last_is_of_the_last()
    {
        Lose();
        Assert.Equal(["new"], Gaps());
        Lose();
        Boot();

        Assert.Equal(["open"], Gaps());
    }

    [Fact]
    public void Each_boot_in_which_numbers_are_missing_is_told_by_itself()
    {
        Lose();
        Boot();
        Lose();

        Assert.Equal(["new", "new"], Gaps());
    }

    [Fact]
    public void Boots_that_nobody_looked_at_are_told_apart_too()
    {
        Lose();
        Boot();
        Lose();
        Boot();
        Lose();

        Assert.Equal(["new", "new", "new"], Gaps());
    }

    private void Boot()
    {
        watched.Host.Boot();
        watched.Host.UseAll();
    }

    private void Lose()
    {
        watched.Host.Log.ToLose = 1;
        for (var written = 0; written < 3; written++)
        {
            watched.Host.OpenToWrite("/etc/motd", "motd");
            watched.Host.Pass(TimeSpan.FromSeconds(61));
        }
    }

    private string[] Gaps() => [.. watched.Scan().Findings.Where(line => line.StartsWith("evidence-gap", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1])];
}
