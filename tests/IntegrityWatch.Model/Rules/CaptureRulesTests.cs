namespace IntegrityWatch.Model.Rules;

/// <summary>What a capture may take and what it must leave, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class CaptureRulesTests
{
    private static readonly string[] Causes = ["invalid-hash", "invalid-signature", "missing-hash", "IMA-signature-required", "no_label"];

    [Fact]
    public void Nothing_is_approved_that_does_not_lie_on_the_disk_that_is_there() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Disk.Write(drawn.Path, drawn.Program("good"));
        host.Run(drawn.Path);
        watched.Capture();
        var bad = drawn.Program("bad");
        switch (drawn.Between(0, 0, 3))
        {
            case 0:
                // Swapped, run and put back.
                host.Disk.Replace(drawn.Path, bad);
                host.Run(drawn.Path);
                host.Disk.Replace(drawn.Path, drawn.Program("good"));
                break;
            case 1:
                // A user's, in a namespace of his own.
                host.RunUnnamed(drawn.Path, bad, new HostActor { User = 1000, EffectiveUser = 1000, SavedUser = 1000 });
                break;
            case 2:
                host.Disk.Replace(drawn.Path, bad);
                host.Run(drawn.Path);
                host.Disk.Delete(drawn.Path);
                break;
            default:
                host.Disk.Replace(drawn.Path, bad);
                host.Run(drawn.Path);
                watched.Scan();
                host.Disk.Replace(drawn.Path, drawn.Program("other"));
                break;
        }
        if (drawn.Between(1, 0, 1) == 0)
            Assert.True(watched.Scan().Tells("altered-file", drawn.Path, "high"));

        Assert.Equal(0, watched.Capture(drawn.Between(2, 0, 1) == 0 ? [] : ["--disk-only"]).Code);

        Assert.DoesNotContain(Contents.Digest(bad), watched.Approved(), StringComparison.Ordinal);
        Assert.True(watched.Scan().Tells("altered-file", drawn.Path, "high"));
        host.Boot();
        host.Disk.Replace(drawn.Path, bad);
        host.Run(drawn.Path);
        Assert.Equal(2, watched.Scan().Code);
    });

    [Fact]
    public void Where_only_what_is_on_disk_is_to_be_approved_nothing_stands_beside_it_and_no_use_stands_for_it() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        // What stands beside the disk's content is the initramfs's copy, of a content that is known.
        var (source, gone) = ($"/usr/games/{drawn.Name}", $"{drawn.Path}-gone");
        host.Disk.Write(source, drawn.Program("old"));
        host.Run(source);
        host.Disk.Write(drawn.Path, drawn.Program("new"));
        watched.Capture();
        host.Boot((drawn.Path, drawn.Program("old")));
        host.UseAll();
        host.Run(drawn.Path);
        host.Disk.Write(gone, drawn.Program("gone"));
        host.Run(gone);
        host.Disk.Delete(gone);
        watched.Scan();
        var takesAll = drawn.Between(0, 0, 1) == 0;

        Assert.Equal(0, watched.Capture(takesAll ? [] : ["--disk-only"]).Code);

        Assert.True(watched.Approves(drawn.Path, drawn.Program("new")));
        Assert.Equal(takesAll, watched.Approves(drawn.Path, drawn.Program("old")));
        Assert.False(watched.Approves(gone, drawn.Program("gone")));
        host.Boot();
        host.Disk.Write(gone, drawn.Program("gone"));
        host.Run(gone);
        Assert.True(watched.Scan().Tells("new-file", gone, "medium"));
    });

    [Fact]
    public void What_a_person_included_is_no_news_to_the_captures_after_it() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var path = $"/home/alice/.{drawn.Name}/tool";
        for (var content = 0; content < drawn.Between(0, 1, 3); content++)
        {
            host.Disk.Replace(path, drawn.Program($"{content}"));
            host.Run(path);
            watched.Scan();
            host.Boot();
            host.UseAll();
        }
        host.Run(path);
        Assert.NotEmpty(watched.Scan().Of(path));
        Assert.Equal(0, watched.Capture("--include", path).Code);
        for (var look = 0; look < drawn.Between(1, 1, 3); look++)
        {
            Assert.DoesNotContain(watched.Scan().Of(path), line => line.StartsWith("suspicious-location", StringComparison.Ordinal));
            Assert.Equal(0, watched.Capture().Code);
            Assert.DoesNotContain(watched.Scan().Of(path), line => line.StartsWith("suspicious-location", StringComparison.Ordinal));
            host.Boot();
            host.UseAll();
            host.Run(path);
        }
    });

    [Fact]
    public void What_the_kernel_refused_stays_open_over_the_captures_that_read_it_first() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Disk.Write(drawn.Path, drawn.Program("refused"));
        host.Refuse(drawn.Path, Causes[drawn.Between(0, 0, Causes.Length - 1)]);
        if (drawn.Between(1, 0, 1) == 0)
            watched.Scan();
        for (var look = 0; look < drawn.Between(2, 1, 3); look++)
        {
            Assert.Equal(0, watched.Capture().Code);
            var said = watched.Scan();
            Assert.True(said.Tells("appraisal-failed", drawn.Path, "high"), said.Output);
            Assert.Equal(2, said.Code);
        }
    });

    [Fact]
    public void What_a_capture_leaves_out_it_does_not_settle() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var path = $"/tmp/{drawn.Name}";
        host.Disk.Write(path, drawn.Program("good"));
        host.Run(path);
        watched.Capture("--include", path);
        host.Disk.Replace(path, drawn.Program("bad"));
        host.Run(path);
        Assert.True(watched.Scan().Tells("altered-file", path, "high"));
        for (var look = 0; look < drawn.Between(0, 1, 3); look++)
        {
            Assert.Equal(0, watched.Capture().Code);
            Assert.True(watched.Scan().Tells("altered-file", path, "high"));
        }
    });

    [Fact]
    public void Nothing_is_approved_in_a_boot_whose_list_was_found_altered() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        watched.Scan();
        host.List.Tamper(drawn.Between(0, 1, host.List.Entries.Count - 1), null);
        Assert.Equal(2, watched.Scan().Code);
        for (var look = 0; look < drawn.Between(1, 1, 3); look++)
        {
            host.Disk.Write(drawn.Path, drawn.Program("new"));
            host.Run(drawn.Path);
            Assert.Equal(3, watched.Capture().Code);
            var said = watched.Scan();
            Assert.True(said.Tells("list-tampered"));
            Assert.Equal(2, said.Code);
        }
        host.Boot();
        host.UseAll();
        Assert.Equal(0, watched.Capture().Code);
    }, (host, _) => host.Banks = []);

    [Fact]
    public void An_old_version_that_only_the_initramfs_holds_is_low_and_what_a_person_accepted_of_it_lasts() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var old = drawn.Program("old");
        host.Disk.Write(drawn.Path, old);
        host.Run(drawn.Path);
        watched.Capture();
        host.Disk.Replace(drawn.Path, drawn.Program("new"));
        host.Run(drawn.Path);
        watched.Capture();
        BootFromCopy();
        var said = watched.Scan();
        Assert.All(said.Of(drawn.Path), line => Assert.Contains(" low ", line, StringComparison.Ordinal));
        Assert.NotEmpty(said.Of(drawn.Path));
        Assert.Equal(0, watched.Run("accept", drawn.Path, "--reason", "initramfs", "--root", host.Root).Code);
        for (var boot = 0; boot < drawn.Between(0, 1, 3); boot++)
        {
            Assert.Empty(watched.Scan().Of(drawn.Path));
            Assert.Equal(0, watched.Capture().Code);
            BootFromCopy();
        }
        Assert.Empty(watched.Scan().Of(drawn.Path));

        void BootFromCopy()
        {
            host.Boot((drawn.Path, old));
            host.UseAll();
            host.Run(drawn.Path);
        }
    });
}
