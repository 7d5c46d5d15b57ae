namespace IntegrityWatch.Model;

/// <summary>What the simulated host leaves behind is what a kernel and auditd leave behind: the program reads all of it, and finds it whole.</summary>
public class MakerTests
{
    [Fact]
    public void A_host_that_was_booted_and_captured_is_clean()
    {
        using var watched = new WatchedHost();

        Assert.Equal(0, watched.Capture().Code);
        var said = watched.Scan();

        Assert.Equal([], said.Findings);
        Assert.Equal(0, said.Code);
        var evidence = said.Json.GetProperty("evidence");
        Assert.True(evidence.GetProperty("tpm").GetProperty("verified").GetBoolean());
        Assert.Equal(["sha1", "sha256"], evidence.GetProperty("tpm").GetProperty("banks").EnumerateArray().Select(bank => bank.GetProperty("algorithm").GetString()));
        Assert.Equal(6, evidence.GetProperty("ima").GetProperty("entries").GetInt64());
        Assert.Equal(0, evidence.GetProperty("audit").GetProperty("lost").GetInt64());
        Assert.Empty(evidence.GetProperty("audit").GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public void Every_use_of_the_log_is_joined_with_its_entry()
    {
        using var watched = new WatchedHost();
        watched.Capture();
        watched.Host.Disk.Write("/usr/local/bin/new", Contents.Program("new"));
        watched.Host.Run("/usr/local/bin/new", new HostActor { User = 1000, EffectiveUser = 0, SavedUser = 33 });

        var said = watched.Scan();

        var finding = Assert.Single(said.Json.GetProperty("findings").EnumerateArray());
        Assert.Equal(["ima", "audit"], finding.GetProperty("sources").EnumerateArray().Select(source => source.GetString()).Take(2));
        Assert.Equal(1000, finding.GetProperty("process").GetProperty("uid").GetInt64());
        Assert.Equal(1, said.Code);
    }

    [Fact]
    public void A_file_that_goes_back_leaves_no_entry_and_a_record()
    {
        using var host = SimulatedHost.Booted();
        host.Disk.Write("/usr/local/bin/tool", Contents.Program("1"));
        host.Run("/usr/local/bin/tool");
        host.Disk.Write("/usr/local/bin/tool", Contents.Program("2"));
        host.Run("/usr/local/bin/tool");
        var entries = host.List.Entries.Count;
        host.Disk.Write("/usr/local/bin/tool", Contents.Program("1"));

        Assert.NotNull(host.Run("/usr/local/bin/tool"));
        Assert.Equal(entries, host.List.Entries.Count);
        Assert.Null(host.Run("/usr/local/bin/tool"));
    }
}
