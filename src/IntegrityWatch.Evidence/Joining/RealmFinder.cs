using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// Says whose a use is of which every record names a container. The host's disk has the first word: what it holds at the path is the
/// host's. The log alone takes no entry of the list from the host where the container's layers can be asked and hold something else.
/// </summary>
/// <param name="disk">Of the host; null where it is left out.</param>
/// <param name="rules">Where containers lie.</param>
internal sealed class RealmFinder(EvidenceRoot? disk, IContainerRules rules)
{
    /// <summary>How many folders are looked at for containers that are in no mount table; no host has as many layers.</summary>
    private const int MostFolders = 4096;

    private const int MostDepth = 4;

    private readonly Dictionary<HostPath, bool> isThere = [];
    private IReadOnlyList<HostPath>? layers;

    /// <param name="path">The true name.</param>
    /// <param name="digest">Its content.</param>
    /// <param name="origin">What the records say.</param>
    /// <param name="isListed">True where the list holds it.</param>
    public WhoseUse Of(HostPath path, Digest digest, UseOrigin origin, bool isListed)
    {
        if (Holds(path, digest))
            return WhoseUse.Host;
        if (origin.Mount is not { } mount)
            return Layers().Any(layer => Holds(Below(layer, path), digest))
                ? new WhoseUse(Realm.Container, origin.Name, IsProven: true)
                : new WhoseUse(Realm.Claimed, origin.Name);
        var isOfImage = mount.Lowers.Any(layer => Holds(Below(layer, path), digest));
        var isWritten = !isOfImage && (Holds(Below(mount.Point, path), digest) || Holds(Below(mount.Upper, path), digest));
        if (!isOfImage && !isWritten && isListed && CanBeAsked(mount))
            return WhoseUse.Host;
        return new WhoseUse(Realm.Container, origin.Name, IsProven: isOfImage || isWritten || !CanBeAsked(mount))
        {
            Image = mount.Image,
            CameLater = isWritten,
            IsOtherInImage = isWritten && mount.Lowers.Any(layer => Exists(Below(layer, path))),
        };
    }

    /// <summary>Whether the layers are there to be asked, all of them; evidence that was brought from elsewhere seldom holds any.</summary>
    private bool CanBeAsked(ContainerMount mount) =>
        disk is not null && (disk.IsLive || IsThere(mount.Point) || (mount.Lowers.Count > 0 && mount.Lowers.All(IsThere)));

    private bool IsThere(HostPath folder)
    {
        if (!isThere.TryGetValue(folder, out var known))
            isThere[folder] = known = disk!.FoldersIn(folder).Any() || disk.FilesIn(folder).Any();
        return known;
    }

    private bool Holds(HostPath path, Digest digest) => disk is not null && digest.Equals(FileHasher.Hash(disk, path, digest.Algorithm));

    private bool Exists(HostPath path)
    {
        using var file = disk?.Open(path);
        return file is not null;
    }

    private static HostPath Below(HostPath folder, HostPath path) => new([.. folder.Bytes, .. path.Bytes]);

    /// <summary>The folders below the roots that may be a container's file system: down to those that hold one.</summary>
    private IReadOnlyList<HostPath> Layers()
    {
        if (layers is not null)
            return layers;
        var found = new List<HostPath>();
        var folders = new Queue<(HostPath Path, int Depth)>();
        if (disk is not null)
            foreach (var root in rules.Roots)
                foreach (var start in Expanded(root))
                    folders.Enqueue((start, 0));
        while (folders.TryDequeue(out var next) && found.Count < MostFolders)
        {
            found.Add(next.Path);
            var below = disk!.FoldersIn(next.Path).Take(MostFolders).ToList();
            if (next.Depth >= MostDepth || below.Exists(folder => folder.FileName.SequenceEqual("usr"u8) || folder.FileName.SequenceEqual("bin"u8)))
                continue;
            foreach (var folder in below.Order())
                folders.Enqueue((folder, next.Depth + 1));
        }
        return layers = found;
    }

    /// <summary>The folders of the host that a root's pattern fits.</summary>
    private IEnumerable<HostPath> Expanded(string root)
    {
        IEnumerable<HostPath> found = [HostPath.Of("/")];
        var depth = 0;
        foreach (var part in root.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            depth++;
            var isPlain = part.AsSpan().IndexOfAny('*', '?', '[') < 0;
            var prefix = depth;
            found = found.SelectMany(folder => isPlain ? [folder.Child(System.Text.Encoding.UTF8.GetBytes(part))] : disk!.FoldersIn(folder))
                .Where(folder => rules.FitsRoot(root, folder, prefix)).Take(MostFolders);
        }
        return found;
    }
}

/// <summary>Whose a use is.</summary>
/// <param name="Realm">Never another node's: its records are not read.</param>
/// <param name="Container">Its label or root; null of the host.</param>
/// <param name="IsProven">True where the disk agrees, or where there is no disk to ask and the host's mount table does.</param>
internal readonly record struct WhoseUse(Realm Realm, string? Container, bool IsProven = false)
{
    public static WhoseUse Host => default;

    /// <summary>See <see cref="ContainerMount.Image"/>.</summary>
    public string? Image { get; init; }

    /// <summary>True where it lies in the container's writable layer and in no layer of its image.</summary>
    public bool CameLater { get; init; }

    /// <summary>True where the image holds another content there.</summary>
    public bool IsOtherInImage { get; init; }
}
