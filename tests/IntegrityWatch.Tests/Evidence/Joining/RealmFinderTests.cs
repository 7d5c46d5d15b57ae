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
