using System.Diagnostics;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Indicators;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Tests.Detection.Indicators;

public class IndicatorSetTests
{
    private static readonly IndicatorSet Shipped = PolicyLoader.Load([]).Indicators;

    [Theory]
    [InlineData("/tmp/java", "rocke")]
    [InlineData("/usr/local/lib/libntp.so", "rocke")]
    [InlineData("/usr/sbin/netdns", "rocke")]
    [InlineData("/opt/x/ksoftirqds", "rocke")]
    [InlineData("/dev/shm/.kerberods", "kerberods")]
    [InlineData("/tmp/kthrotlds", "kthrotlds")]
    [InlineData("/usr/share/[crypto]", "teamtnt")]
    [InlineData("/var/tmp/kdevtmpfsi", "kinsing")]
    [InlineData("/tmp/.ICEd-unix/x", "kinsing")]
    [InlineData("/usr/bin/kaudited", "skidmap")]
    [InlineData("/dev/shm/kdmtmpflush", "bpfdoor")]
    [InlineData("/usr/lib/libgcwrap.so", "perfctl")]
    [InlineData("/tmp/.xdiag/a/b", "perfctl")]
    [InlineData("/home/me/.configrc/a/upd", "outlaw")]
    [InlineData("/lib/libudev.so", "xorddos")]
    [InlineData("/lib/systemd/systemd-daemon", "rotajakiro")]
    [InlineData("/usr/bin/pingg", "lightbasin")]
    [InlineData("/usr/libexec/setconf/ksmd", "virtualpita")]
    [InlineData("/lib/preload.so", "coathanger")]
    [InlineData("/var/tmp/.diicot/x", "diicot")]
    [InlineData("/tmp/root.sh", "intruders-tools")]
    public void What_ships_names_the_group_of_its_paths(string path, string group) => Assert.Equal(group, Match(path)?.GroupId);

    [Theory]
    [InlineData("/usr/bin/java")]
    [InlineData("/tmp/javac")]
    [InlineData("/usr/sbin/watchdog")]
    [InlineData("/usr/share/c")]
    [InlineData("/usr/lib/libudev.so.1")]
    [InlineData("/usr/lib/systemd/systemd")]
    [InlineData("/opt/tmp/java")]
    [InlineData("/home/me/x/.configrc/a/upd")]
    [InlineData("memfd:ksoftirqds")]
    [InlineData("ksoftirqds")]
    public void What_is_like_them_is_no_indicator(string path) => Assert.Null(Match(path));

    [Theory]
    [InlineData("/bin/kworkerds", "/usr/bin/kworkerds")]
    [InlineData("/usr/sbin/netdns", "/sbin/netdns")]
    [InlineData("/lib/preload.so", "/usr/lib/preload.so")]
    [InlineData("/usr/bin/pamdicks", "/bin/pamdicks")]
    public void A_path_is_the_same_where_bin_and_lib_lie_in_usr(string one, string other)
    {
        Assert.Equal(Match(one), Match(other));
        Assert.NotNull(Match(one));
    }

    [Theory]
    [InlineData("/usr/bin/url")]
    [InlineData("/usr/lib/libudev.so")]
    [InlineData("/usr/bin/authd")]
    public void A_name_that_others_use_too_is_no_indicator_where_a_package_owns_it(string path)
    {
        Assert.NotNull(Match(path));
        Assert.Null(Match(path, ownedByPackage: true));
    }

    [Fact]
    public void Being_packaged_clears_no_other_path() => Assert.NotNull(Match("/tmp/java", ownedByPackage: true));

    [Fact]
    public void Every_technique_that_ships_is_known_and_current_and_every_group_has_words()
    {
        using var stream = IntegrityWatch.Detection.ShippedData.Open("indicators.json");
        var groups = System.Text.Json.JsonSerializer.Deserialize(stream, PolicyJson.Default.PolicyFile)!.Indicators!;
        var techniques = new TechniqueTable();

        Assert.Equal(groups.Count, groups.Select(group => group.Id).Distinct().Count());
        Assert.All(groups.SelectMany(group => group.Indicators), indicator =>
        {
            Assert.All(indicator.Techniques, id => Assert.Equal(id, techniques.Find(id).Id));
            Assert.All(indicator.Techniques, id => Assert.NotEqual(id, techniques.Find(id).Name));
            Assert.Matches("^[a-z0-9].*[^.]$", indicator.Note);
        });
    }

    [Fact]
    public void A_group_of_ones_own_is_added_and_one_with_a_shipped_id_takes_its_place()
    {
        var set = Load("""
            {"indicators": [
              {"id": "ours", "name": "Ours", "indicators": [{"paths": ["/opt/**/bad"], "techniques": ["T1059"], "note": "n"}]},
              {"id": "rocke", "name": "Rocke", "indicators": []}]}
            """);

        Assert.Equal("ours", set.Match(HostPath.Of("/opt/a/b/bad"), false)?.GroupId);
        Assert.Null(set.Match(HostPath.Of("/tmp/java"), false));
        Assert.NotNull(set.Match(HostPath.Of("/tmp/kthrotlds"), false));
    }

    [Fact]
    public void An_empty_list_switches_all_off() =>
        Assert.Null(Load("""{"indicators": []}""").Match(HostPath.Of("/tmp/kthrotlds"), false));

    [Theory]
    [InlineData("""{"indicators": [null]}""", "indicators")]
    [InlineData("""{"indicators": [{"id": "a b", "name": "n", "indicators": []}]}""", "id is made of")]
    [InlineData("""{"indicators": [{"id": "x", "name": "n", "indicators": [null]}]}""", "group \"x\"")]
    [InlineData("""{"indicators": [{"id": "x", "name": "n", "indicators": [{"note": "n"}]}]}""", "neither paths nor names")]
    [InlineData("""{"indicators": [{"id": "x", "name": "n", "indicators": [{"paths": ["/a["], "note": "n"}]}]}""", "/a[")]
    [InlineData("""{"indicators": [{"id": "x", "name": "n", "indicators": [{"paths": ["/a"]}]}]}""", "note")]
    [InlineData("""{"hashLists": [""]}""", "hashLists")]
    public void What_is_wrong_is_told(string policy, string told) =>
        Assert.Contains(told, Assert.Throws<CannotCheckException>(() => Load(policy)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hundred_thousand_paths_take_a_moment()
    {
        var paths = Enumerable.Range(0, 100_000).Select(number => HostPath.Of($"/usr/lib/x86_64-linux-gnu/folder{number % 97}/lib{number}.so.6")).ToList();
        Match("/tmp/x");

        var watch = Stopwatch.StartNew();
        var found = paths.Count(path => Shipped.Match(path, false) is not null);

        Assert.Equal(0, found);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void Of_many_digests_each_is_found_with_its_name_and_no_other()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("many.txt",
            string.Concat(Enumerable.Range(0, 100_000).Select(number => $"{Some.DigestOf($"{number}").Hex}  name {number}\n")));

        var set = Load($$"""{"hashLists": ["{{file}}"]}""");

        Assert.Equal(100_000, set.HashLists.Single().Counts["sha256"]);
        Assert.All(Enumerable.Range(0, 100_000), number => Assert.Equal($"name {number}", set.Match(Some.DigestOf($"{number}"))?.Name));
        Assert.Null(set.Match(Some.DigestOf("100000")));
        Assert.Null(set.Match(new Digest("sm3", Some.DigestOf("1").Value)));
    }

    [Fact]
    public void The_policy_is_another_when_a_hash_list_is()
    {
        using var folder = new TemporaryFolder();
        var list = folder.Write("list", Some.DigestA.Hex);
        var policy = folder.Write("policy.json", $$"""{"hashLists": ["{{list}}"]}""");
        var before = PolicyLoader.Load([policy]).Fingerprint;

        Assert.Equal(before, PolicyLoader.Load([policy]).Fingerprint);
        folder.Write("list", Some.DigestB.Hex);
        Assert.NotEqual(before, PolicyLoader.Load([policy]).Fingerprint);
    }

    private static Indicator? Match(string path, bool ownedByPackage = false) => Shipped.Match(HostPath.Of(path), ownedByPackage);

    private static IndicatorSet Load(string policy)
    {
        using var folder = new TemporaryFolder();
        return PolicyLoader.Load([folder.Write("mine.json", policy)]).Indicators;
    }
}
