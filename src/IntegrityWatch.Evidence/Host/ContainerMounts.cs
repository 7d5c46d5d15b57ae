using System.Globalization;
using System.Text;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Host;

/// <summary>A mount of the host's table (proc/self/mountinfo) that is a container's.</summary>
public sealed record ContainerMount
{
    public required DeviceNumber Device { get; init; }

    public required HostPath Point { get; init; }

    /// <summary>The policy's pattern of the root below which it lies.</summary>
    public required string Root { get; init; }

    /// <summary>The writable layer of an overlay; empty where there is none.</summary>
    public HostPath Upper { get; init; }

    /// <summary>The layers of its image, the topmost first; none where it is no overlay.</summary>
    public IReadOnlyList<HostPath> Lowers { get; init; } = [];

    /// <summary>The name of its image, as its engine keeps it; null where no file says it.</summary>
    public string? Image { get; init; }
}

/// <summary>Which devices are containers', by the mount table of this look and those of earlier looks of the same boot.</summary>
public sealed class ContainerMounts
{
    /// <summary>In bytes: a host with a thousand containers has some hundred kilobytes.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>How many are remembered of one boot: the latest.</summary>
    private const int MostKept = 1024;

    private const int MostLayers = 256;

    private readonly Dictionary<DeviceNumber, ContainerMount> mounts = [];
    private readonly HashSet<DeviceNumber> hosts = [];

    private ContainerMounts()
    {
    }

    /// <summary>Those that were seen in this boot, for the next look.</summary>
    public IReadOnlyList<ContainerMount> Seen { get; private set; } = [];

    /// <summary>True where the host's table could be read: then what is no device of it is none of the host's file systems.</summary>
    public bool IsKnown { get; private set; }

    /// <param name="root">Of the host.</param>
    /// <param name="rules">What a container's mount is.</param>
    /// <param name="earlier">Those that earlier looks of this boot saw.</param>
    /// <exception cref="CannotCheckException">The table is there and cannot be read.</exception>
    public static ContainerMounts Of(EvidenceRoot root, IContainerRules rules, IReadOnlyList<ContainerMount> earlier)
    {
        var known = new ContainerMounts();
        var now = new List<ContainerMount>();
        if (root.ReadText("proc/self/mountinfo", MostBytes) is { } table)
        {
            known.IsKnown = true;
            foreach (var line in table.Split('\n'))
                if (Parse(line, rules) is var (device, mount))
                {
                    if (mount is null)
                        known.hosts.Add(device);
                    else
                        now.Add(mount);
                }
        }
        var images = new ContainerImages(root);
        // A folder that an engine binds upon itself is of the disk that the host has too; and a device's number is used again.
        foreach (var mount in earlier.Concat(now).Where(mount => !known.hosts.Contains(mount.Device)))
            known.mounts[mount.Device] = mount.Image is not null ? mount : mount with { Image = known.ImageBefore(mount) ?? images.Of(mount) };
        known.Seen = [.. known.mounts.Values.TakeLast(MostKept)];
        return known;
    }

    /// <summary>What an earlier look knew of the same mount: it is not asked for again.</summary>
    private string? ImageBefore(ContainerMount mount) =>
        Of(mount.Device) is { } before && (before.Point, before.Upper) == (mount.Point, mount.Upper) ? before.Image : null;

    public ContainerMount? Of(DeviceNumber device) => mounts.GetValueOrDefault(device);

    /// <summary>Whether a device is one of the host's own mounts.</summary>
    public bool IsHosts(DeviceNumber device) => hosts.Contains(device);

    /// <summary><c>63 27 0:44 / /mount/point rw,nodev shared:1 - overlay overlay rw,lowerdir=A:B,upperdir=C,workdir=D</c> (proc(5)).</summary>
    private static (DeviceNumber Device, ContainerMount? Mount)? Parse(string line, IContainerRules rules)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var separator = Array.IndexOf(fields, "-");
        if (separator < 6 || fields.Length <= separator + 2 || fields[2].Split(':') is not [var major, var minor]
            || !uint.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            || !uint.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var low))
            return null;
        var device = new DeviceNumber(high, low);
        var point = Unescaped(fields[4]);
        var options = fields.Length > separator + 3 && fields[separator + 1] == "overlay" ? fields[separator + 3] : "";
        var upper = Option(options, "upperdir=") is { } writable ? Unescaped(writable) : default;
        var found = rules.RootAbove(point) ?? (upper.IsEmpty ? null : rules.RootAbove(upper));
        return (device, found is null ? null : new ContainerMount
        {
            Device = device,
            Point = point,
            Root = found,
            Upper = upper,
            Lowers = [.. Lowers(Option(options, "lowerdir=") ?? "", upper.IsEmpty ? point : upper, rules).Take(MostLayers)],
        });
    }

    private static string? Option(string options, string name)
    {
        var start = options.StartsWith(name, StringComparison.Ordinal) ? 0 : options.IndexOf("," + name, StringComparison.Ordinal) + 1;
        if (start == 0 && !options.StartsWith(name, StringComparison.Ordinal))
            return null;
        start += name.Length;
        var end = start;
        // A comma within a name is written with a backslash before it.
        while (end < options.Length && (options[end] != ',' || options[end - 1] == '\\'))
            end++;
        return options[start..end];
    }

    /// <summary>Engines with many layers name them from the folder in which they keep them: below the root there.</summary>
    private static IEnumerable<HostPath> Lowers(string option, HostPath beside, IContainerRules rules)
    {
        foreach (var layer in option.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Unescaped(layer);
            if (path.IsAbsolute)
                yield return path;
            else
                foreach (var folder in Above(beside).Where(folder => rules.RootAbove(folder.Child(path.Bytes)) is not null))
                    yield return folder.Child(path.Bytes);
        }
    }

    private static IEnumerable<HostPath> Above(HostPath path)
    {
        for (var end = path.ToString().LastIndexOf('/'); end > 0; end = path.ToString().LastIndexOf('/', end - 1))
            yield return new HostPath(path.Bytes[..end]);
    }

    /// <summary>The kernel writes a space, a tab, a newline and a backslash as three octal digits behind a backslash.</summary>
    private static HostPath Unescaped(string text)
    {
        var bytes = new List<byte>(text.Length);
        var encoded = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < encoded.Length; i++)
            if (encoded[i] == (byte)'\\' && i + 3 < encoded.Length && encoded.AsSpan(i + 1, 3).IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0)
            {
                bytes.Add((byte)(((encoded[i + 1] - '0') << 6) | ((encoded[i + 2] - '0') << 3) | (encoded[i + 3] - '0')));
                i += 3;
            }
            else
                bytes.Add(encoded[i]);
        return new HostPath([.. bytes]);
    }
}
