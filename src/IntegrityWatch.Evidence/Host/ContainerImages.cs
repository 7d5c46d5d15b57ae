using System.Text;
using System.Text.Json;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Host;

/// <summary>
/// Which image a container was made of, by files that its engine keeps beside it: the bundle's config.json (containerd, CRI-O; OCI runtime
/// specification), containers.json of containers/storage (podman, CRI-O, buildah), config.v2.json of Docker's overlay2.
/// </summary>
/// <remarks>
/// The name is for people and counts: it proves nothing, and nothing is judged by it. It is an image's name as the engine was given it, else its id.
/// </remarks>
internal sealed class ContainerImages(EvidenceRoot root)
{
    /// <summary>In bytes, of each file that is asked.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private const int MostContainers = 4096;

    private const int LongestName = 512;

    /// <summary>As containerd, CRI-O and the OCI's image specification call it.</summary>
    private static readonly string[] Annotations =
        ["io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName", "io.kubernetes.cri-o.Image", "org.opencontainers.image.ref.name"];

    // Of each storage, read once a look: a host has many containers in one.
    private readonly Dictionary<string, IReadOnlyList<StoredContainer>> stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ILookup<string, string>> docker = new(StringComparer.Ordinal);

    /// <summary>Null where no file says it.</summary>
    public string? Of(ContainerMount mount) =>
        Shown(OfBundle(mount.Point) ?? OfStorage(mount.Upper.ToString().Split('/'), mount.Point.ToString()) ?? OfDocker(mount.Upper.ToString().Split('/')));

    private string? OfBundle(HostPath point) =>
        Split(point.ToString()) is (var bundle, "rootfs") && Parsed($"{bundle}/config.json") is { } config
            ? Using(config, all => Child(all, "annotations") is { } told ? Annotations.Select(name => Text(told, name)).FirstOrDefault(name => name is not null) : null)
            : null;

    /// <summary>By the container's layer, which its writable folder is named after, or by its id in the place that it is mounted on.</summary>
    private string? OfStorage(string[] upper, string point)
    {
        if (upper is not [.. var storage, "overlay", var layer, "diff"])
            return null;
        var folder = string.Join('/', storage);
        if (!stored.TryGetValue(folder, out var all))
            stored[folder] = all = [.. Stored($"{folder}/overlay-containers/containers.json"), .. Stored($"{folder}/overlay-containers/volatile-containers.json")];
        return all.FirstOrDefault(container => container.Layer == layer || point.Contains(container.Id, StringComparison.Ordinal))?.Image;
    }

    private List<StoredContainer> Stored(string file)
    {
        var found = new List<StoredContainer>();
        if (Parsed(file) is not { } document)
            return found;
        using (document)
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                foreach (var container in document.RootElement.EnumerateArray().Take(MostContainers))
                    if ((Text(container, "id"), Text(container, "layer")) is ({ Length: > 0 } id, { } layer) && (NameIn(Text(container, "metadata")) ?? Text(container, "image")) is { } image)
                        found.Add(new StoredContainer(id, layer, image));
        return found;
    }

    /// <summary>The engine keeps what it knows of a container as JSON within a string.</summary>
    private static string? NameIn(string? metadata) => metadata is { Length: > 0 } && Parse(metadata) is { } document ? Using(document, all => Text(all, "image-name")) : null;

    /// <summary>The folder of a layer is found in layerdb by the container that it is the writable one of.</summary>
    private string? OfDocker(string[] upper)
    {
        if (upper is not [.. var storage, "overlay2", var layer, "diff"])
            return null;
        var folder = string.Join('/', storage);
        if (!docker.TryGetValue(folder, out var containers))
            docker[folder] = containers = root.FoldersIn(HostPath.Of($"{folder}/image/overlay2/layerdb/mounts")).Take(MostContainers)
                .ToLookup(container => root.ReadLine($"{container}/mount-id".TrimStart('/')) ?? "", container => Encoding.UTF8.GetString(container.FileName));
        return containers[layer].Select(container => Parsed($"{folder}/containers/{container}/config.v2.json")).OfType<JsonDocument>()
            .Select(config => Using(config, all => (Child(all, "Config") is { } told ? Text(told, "Image") : null) ?? Text(all, "Image"))).FirstOrDefault();
    }

    private static (string Folder, string Name)? Split(string path) => path.LastIndexOf('/') is > 0 and var end ? (path[..end], path[(end + 1)..]) : null;

    private JsonDocument? Parsed(string file)
    {
        try
        {
            return root.ReadText(file.TrimStart('/'), MostBytes) is { } text ? Parse(text) : null;
        }
        catch (CannotCheckException)
        {
            return null;
        }
    }

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Using(JsonDocument document, Func<JsonElement, string?> ask)
    {
        using (document)
            return ask(document.RootElement);
    }

    private static JsonElement? Child(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var found) ? found : null;

    private static string? Text(JsonElement of, string name) =>
        Child(of, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } found ? found : null;

    private static string? Shown(string? name) => name is null ? null : name.Length <= LongestName ? name : name[..LongestName];

    private sealed record StoredContainer(string Id, string Layer, string Image);
}
