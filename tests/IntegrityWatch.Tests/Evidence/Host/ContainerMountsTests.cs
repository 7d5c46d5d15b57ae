using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Tests.Evidence.Host;

public sealed class ContainerMountsTests : IDisposable
{
    private const string Host = "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n";
    private const string Podman = "63 27 0:44 / /var/lib/containers/storage/overlay/abc/merged rw - overlay overlay rw,lowerdir=/var/lib/containers/storage/overlay/l/A:/c/r,upperdir=/var/lib/containers/storage/overlay/abc/diff,workdir=/w\n";

    private static readonly ContainerRules Rules = new(["/var/lib/docker/overlay2", "/var/lib/containers/storage", "/var/lib/lxc/*/rootfs"], []);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_mount_below_a_root_is_a_containers_with_its_layers()
    {
        var mount = Mounts(Host + Podman).Of(new DeviceNumber(0, 44));

        Assert.Equal(("/var/lib/containers/storage", "/var/lib/containers/storage/overlay/abc/diff"), (mount!.Root, mount.Upper.ToString()));
        Assert.Equal(["/var/lib/containers/storage/overlay/l/A", "/c/r"], mount.Lowers.Select(layer => layer.ToString()));
        Assert.Null(Mounts(Host + Podman).Of(new DeviceNumber(254, 0)));
        Assert.True(Mounts(Host + Podman).IsHosts(new DeviceNumber(254, 0)));
    }

    [Fact]
    public void One_whose_writable_layer_lies_below_a_root_is_a_containers_wherever_it_is_mounted()
    {
        var mounts = Mounts(Host + "63 27 0:44 / /mnt/some\\040place rw - overlay overlay rw,lowerdir=l/A:l/B,upperdir=/var/lib/docker/overlay2/x/diff,workdir=/w\n");

        var mount = mounts.Of(new DeviceNumber(0, 44))!;
        Assert.Equal("/mnt/some place", mount.Point.ToString());
        Assert.Contains("/var/lib/docker/overlay2/l/A", mount.Lowers.Select(layer => layer.ToString()));
    }

    [Theory]
    [InlineData("63 27 0:44 / /mnt rw - overlay overlay rw,lowerdir=/a,upperdir=/srv/diff\n")]
    [InlineData("63 27 0:44 / /var/lib/containers/storage rw - ext4 /dev/vdb rw\n")]
    [InlineData("63 27 0:44 / /var/lib/containers/storage-of-us/x rw - ext4 /dev/vdb rw\n")]
    [InlineData("63 27 0:44 /var /var/lib/containers/storage/overlay rw - ext4 /dev/vda rw\n27 1 0:44 / / rw - ext4 /dev/vda rw\n")]
    [InlineData("63 27 0:44\n")]
    [InlineData("63 27 x:44 / /var/lib/containers/storage/a rw - overlay overlay rw\n")]
    public void What_lies_below_none_or_is_of_a_disk_that_the_host_has_too_is_no_containers(string table) =>
        Assert.Null(Mounts(Host + table).Of(new DeviceNumber(0, 44)));

    [Fact]
    public void A_pattern_stands_for_one_folder() =>
        Assert.Equal("/var/lib/lxc/*/rootfs", Mounts("63 27 0:44 / /var/lib/lxc/web/rootfs/dev rw - tmpfs none rw\n").Of(new DeviceNumber(0, 44))!.Root);

    [Fact]
    public void A_container_that_ended_is_remembered_until_its_number_is_the_hosts()
    {
        var earlier = Mounts(Host + Podman).Seen;

        Assert.NotNull(Mounts(Host, earlier).Of(new DeviceNumber(0, 44)));
        Assert.Null(Mounts(Host + "70 27 0:44 / /home/u/t rw - tmpfs none rw\n", earlier).Of(new DeviceNumber(0, 44)));
        Assert.Single(Mounts(Host, earlier).Seen);
    }

    [Fact]
    public void Without_a_table_nothing_is_known()
    {
        using var root = new EvidenceRoot(folder.Path);

        Assert.False(ContainerMounts.Of(root, Rules, []).IsKnown);
    }

    private ContainerMounts Mounts(string table, IReadOnlyList<ContainerMount>? earlier = null)
    {
        folder.Write("proc/self/mountinfo", table);
        using var root = new EvidenceRoot(folder.Path);
        return ContainerMounts.Of(root, Rules, earlier ?? []);
    }
}
