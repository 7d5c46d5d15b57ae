using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Evidence.Joining;

public sealed class RealmFinderTests : IDisposable
{
    private const string Store = "/var/lib/docker/overlay2";
    private const string Label = "docker-default";

    private static readonly HostPath Tool = HostPath.Of("/usr/bin/tool");
    private static readonly Digest Content = Some.DigestOf("a");

    private static readonly ContainerRules Rules = new([Store, "/var/lib/lxc/*/rootfs"], [Label]);

    private static readonly ContainerMount Mount = new()
    {
        Device = new DeviceNumber(0, 44),
        Point = HostPath.Of(Store + "/x/merged"),
        Root = Store,
        Upper = HostPath.Of(Store + "/x/diff"),
        Lowers = [HostPath.Of(Store + "/base/diff")],
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_hosts_disk_holds_there_is_the_hosts_whatever_the_records_say()
    {
        folder.Write("usr/bin/tool", "a");
        folder.Write(Store[1..] + "/base/diff/usr/bin/tool", "a");

        Assert.Equal(Realm.Host, Find(new UseOrigin(Mount, Label)).Realm);
        Assert.Equal(Realm.Host, Find(new UseOrigin(null, Label)).Realm);
    }

    [Fact]
    public void Content_of_an_image_is_the_containers_and_did_not_come_later()
    {
        folder.Write("usr/bin/tool", "the host's");
        folder.Write(Store[1..] + "/base/diff/usr/bin/tool", "a");
        folder.Write(Store[1..] + "/x/merged/usr/bin/tool", "a");

        Assert.Equal(new WhoseUse(Realm.Container, Label, IsProven: true), Find(new UseOrigin(Mount, Label)));
        Assert.Equal(new WhoseUse(Realm.Container, Store, IsProven: true), Find(new UseOrigin(Mount, null)));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("of the image", true)]
    public void Content_of_the_writable_layer_alone_came_later(string? inImage, bool isOther)
    {
        folder.Write(Store[1..] + "/x/diff/usr/bin/tool", "a");
        folder.Write(Store[1..] + "/base/diff/etc/os-release", "x");
        if (inImage is not null)
            folder.Write(Store[1..] + "/base/diff/usr/bin/tool", inImage);

        Assert.Equal((true, isOther), (Find(new UseOrigin(Mount, null)).CameLater, Find(new UseOrigin(Mount, null)).IsOtherInImage));
    }

    [Fact]
    public void The_log_takes_no_entry_from_the_host_where_the_layers_are_there_and_hold_something_else()
    {
        folder.Write(Store[1..] + "/base/diff/usr/bin/tool", "something else");
        folder.Write(Store[1..] + "/x/merged/usr/bin/tool", "something else");

        Assert.Equal(Realm.Host, Find(new UseOrigin(Mount, Label)).Realm);
        Assert.Equal(Realm.Container, Find(new UseOrigin(Mount, Label), isListed: false).Realm);
    }

    [Theory]
    [InlineData("the container's root", "x/merged/usr/bin/other", Realm.Host)]
    [InlineData("a file alone in its root", "x/merged/init", Realm.Host)]
    [InlineData("all layers of its image", "base/diff/etc/os-release below/diff/etc/os-release", Realm.Host)]
    [InlineData("one of them", "base/diff/etc/os-release", Realm.Container)]
    [InlineData("the writable layer alone", "x/diff/etc/os-release", Realm.Container)]
    public void The_log_takes_an_entry_from_the_host_where_not_all_of_the_container_can_be_asked(string what, string files, Realm realm)
    {
        foreach (var file in files.Split(' '))
            folder.Write($"{Store[1..]}/{file}", "something else");

        var found = Find(new UseOrigin(Mount with { Lowers = [HostPath.Of(Store + "/base/diff"), HostPath.Of(Store + "/below/diff")] }, Label));

        Assert.True(realm == found.Realm, what);
    }

    [Fact]
    public void A_mount_without_layers_of_which_nothing_is_there_cannot_be_asked() =>
        Assert.Equal(Realm.Container, Find(new UseOrigin(Mount with { Lowers = [] }, Label)).Realm);

    [Theory]
    [InlineData("/x/diff/usr/bin/tool")]
    [InlineData("/x/merged/usr/bin/tool")]
    public void Content_of_the_writable_layer_is_proven_by_the_disk(string written)
    {
        folder.Write(Store[1..] + "/x/merged/usr/bin/other", "x");
        folder.Write(Store[1..] + written, "a");

        Assert.Equal(new WhoseUse(Realm.Container, Store, IsProven: true) { CameLater = true }, Find(new UseOrigin(Mount, null)));
    }

    [Theory]
    [InlineData("var/lib/docker/overlay2/usr/bin/tool", true)]
    [InlineData("var/lib/docker/overlay2/1/diff/usr/bin/tool", true)]
    [InlineData("var/lib/docker/overlay2/1/2/3/4/usr/bin/tool", true)]
    [InlineData("var/lib/docker/overlay2/1/2/3/4/5/usr/bin/tool", false)]
    [InlineData("var/lib/lxc/web/rootfs/usr/bin/tool", true)]
    [InlineData("var/lib/lxc/web/other/usr/bin/tool", false)]
    [InlineData("var/lib/other/1/usr/bin/tool", false)]
    public void A_label_is_proven_by_content_that_lies_where_a_container_s_file_system_can(string file, bool isProven)
    {
        folder.Write(file, "a");

        Assert.Equal(isProven ? Realm.Container : Realm.Claimed, Find(new UseOrigin(null, Label)).Realm);
    }

    [Theory]
    [InlineData("usr")]
    [InlineData("bin")]
    public void Nothing_is_looked_for_below_a_folder_that_is_a_file_system_itself(string top)
    {
        folder.Write($"{Store[1..]}/1/{top}/inner/usr/bin/tool", "a");

        Assert.Equal(Realm.Claimed, Find(new UseOrigin(null, Label)).Realm);
    }

    [Fact]
    public void Evidence_without_the_layers_leaves_it_to_the_mount_table() =>
        Assert.Equal(new WhoseUse(Realm.Container, Label, IsProven: true), Find(new UseOrigin(Mount, Label)));

    [Fact]
    public void A_label_alone_is_a_claim_and_with_the_content_below_a_root_a_container()
    {
        Assert.Equal(new WhoseUse(Realm.Claimed, Label), Find(new UseOrigin(null, Label)));

        folder.Write("var/lib/lxc/web/rootfs/usr/bin/tool", "other");
        Assert.Equal(Realm.Claimed, Find(new UseOrigin(null, Label)).Realm);
        folder.Write("var/lib/lxc/web/rootfs/usr/bin/tool", "a");
        Assert.Equal(new WhoseUse(Realm.Container, Label, IsProven: true), Find(new UseOrigin(null, Label)));
    }

    [Fact]
    public void Without_the_disk_the_records_stand()
    {
        var finder = new RealmFinder(disk: null, Rules);

        Assert.Equal(Realm.Container, finder.Of(Tool, Content, new UseOrigin(Mount, null), isListed: true).Realm);
        Assert.Equal(Realm.Claimed, finder.Of(Tool, Content, new UseOrigin(null, Label), isListed: true).Realm);
    }

    private WhoseUse Find(UseOrigin origin, bool isListed = true)
    {
        using var root = new EvidenceRoot(folder.Path);
        return new RealmFinder(root, Rules).Of(Tool, Content, origin, isListed);
    }
}
