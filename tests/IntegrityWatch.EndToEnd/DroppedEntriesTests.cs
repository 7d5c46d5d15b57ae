using IntegrityWatch.Hosts;

namespace IntegrityWatch.EndToEnd;

/// <summary>A kernel that lets root drop entries from its list: what the built program says of it.</summary>
public sealed class DroppedEntriesTests : IDisposable
{
    private readonly EvidenceTree tree = new();
    private readonly SimulatedHost host = SimulatedHost.Booted();

    public DroppedEntriesTests()
    {
        host.Release = "7.2.1-amd64";
        host.Save();
        Assert.Equal(0, tree.Capture(host.Root).ExitCode);
    }

    public void Dispose()
    {
        host.Dispose();
        tree.Dispose();
    }

    [Fact]
    public void What_was_read_before_it_was_dropped_is_well_and_the_head_says_so()
    {
        host.List.Drop(4);
        host.Save();

        var scan = tree.Scan(host.Root);

        Assert.Equal(0, scan.ExitCode);
        Assert.Contains("4 entries dropped after they were read", scan.Output, StringComparison.Ordinal);
        Assert.Equal(0, BuiltProgram.Run("verify", "--root", host.Root, "--db", tree.Database).ExitCode);
    }

    [Fact]
    public void A_program_whose_entry_was_dropped_unread_is_told_from_the_log()
    {
        host.Disk.Replace("/usr/local/bin/unread", Contents.Program("unread"));
        host.Run("/usr/local/bin/unread");
        host.List.Drop(7);
        host.Save();

        var scan = tree.ScanJson(host.Root);

        Assert.Equal(["new-file"], scan.Findings.Select(finding => finding.GetProperty("kind").GetString()));
        var evidence = scan.Json.GetProperty("evidence");
        Assert.Equal(1, evidence.GetProperty("ima").GetProperty("rebuilt").GetInt32());
        Assert.True(evidence.GetProperty("tpm").GetProperty("verified").GetBoolean());
    }

    [Fact]
    public void What_nobody_can_know_any_more_stays_a_gap_of_this_boot()
    {
        host.List.Measure("/usr/local/bin/unseen", [1, 2, 3]);
        host.List.Drop(7);
        host.Save();

        foreach (var scan in (RunResult[])[tree.ScanJson(host.Root), tree.ScanJson(host.Root)])
        {
            Assert.Equal(2, scan.ExitCode);
            Assert.Equal(["evidence-gap"], scan.Findings.Select(finding => finding.GetProperty("kind").GetString()));
        }
        Assert.Equal(2, BuiltProgram.Run("verify", "--root", host.Root, "--db", tree.Database).ExitCode);
    }
}
