namespace IntegrityWatch.Model.Rules;

/// <summary>What somebody does so as not to be told of, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class EvasionRulesTests
{
    private static readonly string[] Labels = ["docker-default", "docker-web", "cri-containerd.apparmor.d", "lxc-web_</var/lib/lxc>", "system_u:system_r:container_t:s0:c5,c9"];

    [Fact]
    public void Whoever_takes_records_out_of_the_log_is_told_of_and_so_is_what_they_told_of() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.OpenToWrite("/etc/motd", "motd");
        watched.Scan();
        host.OpenToWrite("/etc/motd", "motd");
        host.Disk.Write(drawn.Path, drawn.Program("intruder"));
        host.Run(drawn.Path);
        var live = host.Log.Files.First().Count;
        var count = drawn.Between(0, 1, Math.Min(3, live - 1));
        // His own record, with what was read before it or not.
        host.Log.Cut(live - count, count);
        for (var written = 0; written < 3; written++)
        {
            host.OpenToWrite("/etc/motd", "motd");
            host.Pass(TimeSpan.FromSeconds(61));
            if (drawn.Numbers[written] % 2 == 0)
                watched.Scan();
        }

        var said = watched.Scan();

        Assert.True(said.Tells("evidence-gap"), said.Output);
        Assert.True(said.Tells("new-file", drawn.Path, "medium"), said.Output);
    });

    [Fact]
    public void Whoever_takes_a_containers_label_is_told_of() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var label = Labels[drawn.Between(0, 0, Labels.Length - 1)];
        var actor = new HostActor { User = 1000, Label = drawn.Between(1, 0, 1) == 0 ? label : "unconfined", NewLabel = label };
        host.Disk.Write(drawn.Path, drawn.Program("good"));
        host.Run(drawn.Path);
        watched.Capture();

        // What lies nowhere on this host's disk may be a container's: that is told, and no more than that.
        host.RunUnnamed(drawn.Path + "-x", drawn.Program("elsewhere"), actor);
        Assert.Contains(watched.Scan().Findings, line => line.StartsWith("new-file - - low", StringComparison.Ordinal) && line.EndsWith(" claimed", StringComparison.Ordinal));
        // Where no program should be, none should be of anybody's.
        host.RunUnnamed($"/dev/shm/{drawn.Name}", drawn.Program("miner"), actor);
        Assert.Equal(2, watched.Scan().Code);
        Assert.Contains(watched.Scan().Of($"/dev/shm/{drawn.Name}"), line => line.StartsWith("suspicious-location", StringComparison.Ordinal));
        // What the host's own disk holds is the host's.
        host.Disk.Replace(drawn.Path, drawn.Program("bad"));
        host.Run(drawn.Path, actor);
        Assert.True(watched.Scan().Tells("altered-file", drawn.Path, "high"));
    });

    [Fact]
    public void A_policy_that_judges_less_is_told_of_and_closes_nothing() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Disk.Write(drawn.Path, drawn.Program("good"));
        host.Run(drawn.Path);
        watched.Capture();
        host.Disk.Replace(drawn.Path, drawn.Program("bad"));
        host.Run(drawn.Path);
        Assert.True(watched.Scan().Tells("altered-file", drawn.Path, "high"));
        var policy = watched.Beside("policy.json");
        var lower = drawn.Between(0, 0, 1) == 0 ? "low" : "info";
        File.WriteAllText(policy, $$"""{ "kinds": { "altered-file": { "severity": "{{lower}}" } } }""");
        for (var look = 0; look < drawn.Between(1, 1, 3); look++)
        {
            var said = watched.Scan("--policy", policy);
            Assert.True(said.TellsGap("the policy judges less"), said.Output);
            Assert.True(said.Tells("altered-file", drawn.Path, lower), said.Output);
        }
        Assert.True(watched.Scan().Tells("altered-file", drawn.Path, "high"));
    });

    [Fact]
    public void A_kernel_that_hands_no_list_over_is_told_of_where_entries_were_not_read() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        watched.Scan();
        var isRead = drawn.Between(0, 0, 1) == 0;
        if (!isRead)
        {
            host.Disk.Write(drawn.Path, drawn.Program("unread"));
            host.Run(drawn.Path);
        }
        host.Kexec(carriesList: false);
        host.UseAll();

        var said = watched.Scan();

        Assert.False(said.Tells("list-tampered"));
        Assert.Equal(!isRead, said.Tells("evidence-gap"));
        Assert.Equal(isRead ? 0 : 2, said.Code);
    });

    [Fact]
    public void What_another_history_approved_is_held_against_this_host_as_it_was_against_that_one() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Disk.Write(drawn.Path, drawn.Program("good"));
        host.Run(drawn.Path);
        watched.Capture();
        var file = watched.Beside("baseline.jsonl");
        Assert.Equal(0, watched.Run("baseline", "export", "--output", file, "--root", host.Root).Code);
        var isNew = drawn.Between(0, 0, 1) == 0;
        var path = isNew ? drawn.Path + "-new" : drawn.Path;
        host.Disk.Replace(path, drawn.Program("bad"));
        host.Run(path);
        var there = watched.Scan().Of(path);
        var other = watched.Beside("other.db");
        Assert.Equal(0, watched.RunWith(other, "baseline", "import", file, "--yes", "--reason", "model", "--root", host.Root).Code);

        var here = watched.RunWith(other, "scan", "--format", "json", "--root", host.Root);

        Assert.Equal(there, here.Of(path));
        Assert.True(here.Tells(isNew ? "new-file" : "altered-file", path, isNew ? "medium" : "high"), here.Output);
    });
}
