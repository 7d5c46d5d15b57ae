using System.Text;
using IntegrityWatch.Hosts;
using IntegrityWatch.Model;

namespace IntegrityWatch.Tests.Scanning;

/// <summary>What a scan counts and does not hold against the host: containers' files by root and image, other hosts' records.</summary>
public sealed class ContainersOfHostTests : IDisposable
{
    private const string Storage = "/var/lib/docker";
    private static readonly HostActor InContainer = new() { Device = "00:2c" };

    private readonly WatchedHost watched = new();

    private SimulatedHost Host => watched.Host;

    public void Dispose() => watched.Dispose();

    [Fact]
    public void Containers_files_are_counted_by_root_and_by_image_also_when_the_container_is_gone()
    {
        watched.Capture();
        Start("abcd", "nginx:1.27");
        Host.RunUnnamed("/usr/sbin/nginx", Encoding.UTF8.GetBytes("nginx"), InContainer);
        Host.RunUnnamed("/usr/bin/env", Encoding.UTF8.GetBytes("env"), InContainer);

        var said = watched.Scan().Json.GetProperty("containers");
        Assert.Equal((2, 2), Counted(said, "labels", "/var/lib/docker/overlay2"));
        Assert.Equal((2, 2), Counted(said, "images", "nginx:1.27"));

        Host.Mounts.Clear();
        Directory.Delete(Path.Combine(Host.Root, "var/lib/docker/containers"), recursive: true);
        Host.RunUnnamed("/usr/bin/sort", Encoding.UTF8.GetBytes("sort"), InContainer);
        var later = watched.Run("scan", "--root", Host.Root).Output;
        Assert.Contains("containers: /var/lib/docker/overlay2 3 files, 1 new; images: nginx:1.27 3 files, 1 new\n", later, StringComparison.Ordinal);
        Assert.Empty(watched.Scan().Of("/usr/sbin/nginx"));
    }

    [Fact]
    public void A_host_without_containers_says_nothing_of_them()
    {
        var said = watched.Run("scan", "--root", Host.Root);

        Assert.DoesNotContain("containers:", said.Output, StringComparison.Ordinal);
        Assert.False(watched.Scan().Json.GetProperty("containers").TryGetProperty("images", out _));
    }

    [Fact]
    public void Other_hosts_records_are_counted_by_name()
    {
        watched.Capture();
        foreach (var node in (string[])["a", "b", "b", "c", "d"])
            Host.TellOf(node, "/usr/bin/x", Encoding.UTF8.GetBytes(node));

        var line = watched.Run("scan", "--root", Host.Root).Output.Split('\n').Single(text => text.StartsWith("other hosts'", StringComparison.Ordinal));
        Assert.StartsWith("other hosts' audit records, not judged: ", line, StringComparison.Ordinal);
        Assert.Contains(" of b; ", line, StringComparison.Ordinal);
        Assert.EndsWith("; and 1 more", line, StringComparison.Ordinal);
    }

    private void Start(string layer, string image)
    {
        Host.Mounts.Add($"63 21 0:44 / {Storage}/overlay2/{layer}/merged rw - overlay overlay rw,lowerdir=/l,upperdir={Storage}/overlay2/{layer}/diff,workdir=/w");
        Write($"{Storage}/image/overlay2/layerdb/mounts/c1/mount-id", layer);
        Write($"{Storage}/containers/c1/config.v2.json", $$$"""{"Config":{"Image":"{{{image}}}"}}""");
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(Host.Root, path[1..]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static (int Files, int New) Counted(System.Text.Json.JsonElement containers, string by, string name)
    {
        var counted = containers.GetProperty(by).GetProperty(name);
        return (counted.GetProperty("files").GetInt32(), counted.GetProperty("new").GetInt32());
    }
}
