using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Evidence.Host;

/// <summary>What engines keep about their containers says which image one was made of.</summary>
public sealed class ContainerImagesTests : IDisposable
{
    private const string Storage = "/var/lib/containers/storage";
    private const string Docker = "/var/lib/docker";
    private const string Bundle = "/run/containerd/io.containerd.runtime.v2.task/k8s.io/c0ffee";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("containers.json")]
    [InlineData("volatile-containers.json")]
    public void Podmans_container_is_found_by_its_layer(string file)
    {
        folder.Write($"{Storage[1..]}/overlay-containers/{file}", """
            [{"id":"aaaa","layer":"1111","image":"feed","metadata":"{\"image-name\":\"docker.io/library/redis:7\"}"},
             {"id":"bbbb","layer":"2222","image":"beef","metadata":"{\"image-name\":\"docker.io/library/debian:12\"}"}]
            """);

        Assert.Equal("docker.io/library/debian:12", ImageOf($"{Storage}/overlay/2222/merged", $"{Storage}/overlay/2222/diff"));
        Assert.Null(ImageOf($"{Storage}/overlay/3333/merged", $"{Storage}/overlay/3333/diff"));
    }

    [Fact]
    public void Podmans_container_whose_image_has_no_name_is_called_by_the_images_id()
    {
        folder.Write($"{Storage[1..]}/overlay-containers/containers.json", """[7,{"id":"bbbb","layer":"2222","image":"beef","metadata":"not json"},{"id":"cccc","layer":"3333"}]""");

        Assert.Equal("beef", ImageOf($"{Storage}/overlay/2222/merged", $"{Storage}/overlay/2222/diff"));
        Assert.Null(ImageOf($"{Storage}/overlay/3333/merged", $"{Storage}/overlay/3333/diff"));
    }

    [Fact]
    public void Dockers_container_is_found_by_the_layer_that_it_writes_to()
    {
        folder.Write($"{Docker[1..]}/image/overlay2/layerdb/mounts/c1/mount-id", "other");
        folder.Write($"{Docker[1..]}/image/overlay2/layerdb/mounts/c2/mount-id", "abcd");
        folder.Write($"{Docker[1..]}/containers/c2/config.v2.json", """{"Image":"sha256:beef","Config":{"Image":"nginx:1.27"}}""");

        Assert.Equal("nginx:1.27", ImageOf($"{Docker}/overlay2/abcd/merged", $"{Docker}/overlay2/abcd/diff"));
        folder.Write($"{Docker[1..]}/containers/c2/config.v2.json", """{"Image":"sha256:beef"}""");
        Assert.Equal("sha256:beef", ImageOf($"{Docker}/overlay2/abcd/merged", $"{Docker}/overlay2/abcd/diff"));
        Assert.Null(ImageOf($"{Docker}/overlay2/ffff/merged", $"{Docker}/overlay2/ffff/diff"));
    }

    [Theory]
    [InlineData("io.kubernetes.cri.image-name")]
    [InlineData("io.kubernetes.cri-o.ImageName")]
    [InlineData("org.opencontainers.image.ref.name")]
    public void A_bundle_names_its_image_in_an_annotation(string annotation)
    {
        folder.Write($"{Bundle[1..]}/config.json", $$$"""{"ociVersion":"1.1.0","annotations":{"other":"x","{{{annotation}}}":"registry.example/app:3"}}""");

        Assert.Equal("registry.example/app:3", ImageOf($"{Bundle}/rootfs", "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/9/fs"));
        Assert.Null(ImageOf($"{Bundle}/rootfs/dev", ""));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"annotations\":[]}")]
    [InlineData("{\"annotations\":{\"io.kubernetes.cri.image-name\":7}}")]
    [InlineData("{")]
    public void What_is_no_such_file_says_nothing(string config)
    {
        folder.Write($"{Bundle[1..]}/config.json", config);
        folder.Write($"{Storage[1..]}/overlay-containers/containers.json", config);

        Assert.Null(ImageOf($"{Bundle}/rootfs", $"{Storage}/overlay/2222/diff"));
    }

    [Fact]
    public void A_name_without_end_is_cut()
    {
        folder.Write($"{Bundle[1..]}/config.json", $$$"""{"annotations":{"io.kubernetes.cri.image-name":"{{{new string('a', 5000)}}}"}}""");

        Assert.Equal(512, ImageOf($"{Bundle}/rootfs", "")!.Length);
    }

    private string? ImageOf(string point, string upper)
    {
        using var root = new EvidenceRoot(folder.Path);
        return new ContainerImages(root).Of(new ContainerMount
        {
            Device = new DeviceNumber(0, 44), Point = HostPath.Of(point), Root = "/var", Upper = upper.Length == 0 ? default : HostPath.Of(upper),
        });
    }
}
