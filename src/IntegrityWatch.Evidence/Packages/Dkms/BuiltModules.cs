using System.Text.RegularExpressions;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Packages.Dkms;

/// <summary>
/// Kernel modules that dkms(8) built on the host from the source that a package brought: no package owns them. A module is one of these where
/// the same bytes lie in dkms's own tree for that kernel, and the source is installed, names the module, and is whole as its package brought it.
/// What akmods builds becomes a package.
/// </summary>
/// <param name="root">The host.</param>
/// <param name="packages">Its packages.</param>
public sealed partial class BuiltModules(EvidenceRoot root, IPackageDatabase packages)
{
    /// <summary>No host has more sources, versions or architectures.</summary>
    private const int MostFolders = 256;

    /// <summary>The largest sources have some thousand files.</summary>
    private const int MostSourceFiles = 8192;

    private const int MostBytes = 64 * 1024;

    private static readonly HostPath Tree = HostPath.Of("/var/lib/dkms");
    private readonly Dictionary<HostPath, InstalledPackage?> sources = [];

    /// <summary>The package of whose source it was built, as the module's owner; null where it is no such module.</summary>
    /// <param name="path">As the kernel names it.</param>
    /// <param name="content">What lies there.</param>
    public PackagedFile? Find(HostPath path, Digest content)
    {
        if (!ProgramFile.IsModule(path) || !LossyUtf8.IsValid(path.Bytes) || Placed().Match(path.ToString()) is not { Success: true } place
            || !FileHasher.CanCompute(content.Algorithm))
            return null;
        var (kernel, file, name) = (place.Groups["kernel"].Value, place.Groups["file"].Value, place.Groups["name"].Value);
        foreach (var source in root.FoldersIn(Tree).Order().Take(MostFolders))
            foreach (var version in root.FoldersIn(source).Order().Take(MostFolders))
                if (IsBuilt(HostPath.Of($"{version}/{kernel}"), file, content)
                    && SourceOf(HostPath.Of($"/usr/src/{LossyUtf8.Decode(source.FileName)}-{LossyUtf8.Decode(version.FileName)}"), name) is { } package)
                    return new PackagedFile { Path = path, Package = package, IsBuilt = true };
        return null;
    }

    private bool IsBuilt(HostPath folder, string file, Digest content) => root.FoldersIn(folder).Order().Take(MostFolders)
        .Any(architecture => content.Equals(FileHasher.Hash(root, HostPath.Of($"{architecture}/module/{file}"), content.Algorithm)));

    private InstalledPackage? SourceOf(HostPath folder, string module) =>
        root.ReadText(HostPath.Of($"{folder}/dkms.conf"), MostBytes) is { } configuration
        && Built().Matches(configuration).Any(built => built.Groups["name"].Value == module)
            ? PackageOf(folder) : null;

    /// <summary>The package that brought every file of the source, and nobody changed one.</summary>
    private InstalledPackage? PackageOf(HostPath folder)
    {
        if (sources.TryGetValue(folder, out var known))
            return known;
        var files = root.FilesBelow(folder).Take(MostSourceFiles + 1).ToList();
        var owners = packages.OwnersOf(files);
        var package = owners.GetValueOrDefault(HostPath.Of($"{folder}/dkms.conf"))?.Package;
        return sources[folder] = package is not null && files.Count <= MostSourceFiles && files.TrueForAll(file => IsAsInstalled(file, owners.GetValueOrDefault(file), package))
            ? package : null;
    }

    private bool IsAsInstalled(HostPath file, PackagedFile? owner, InstalledPackage package) =>
        owner?.Package.Name == package.Name && owner.Manifest is { } manifest && FileHasher.CanCompute(manifest.Algorithm)
        && FileHasher.Hash(root, file, manifest.Algorithm) is { } now && owner.IsAsInstalled([now]) == true;

    [GeneratedRegex("^(/usr)?/lib/modules/(?<kernel>[^/]+)/(updates|extra|extramodules|weak-updates|kernel)/(.*/)?(?<file>(?<name>[^/]+)\\.ko(\\.xz|\\.gz|\\.zst)?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placed();

    /// <summary>A name that is made of variables is none that can be told.</summary>
    [GeneratedRegex("^\\s*(BUILT_MODULE_NAME|DEST_MODULE_NAME|PACKAGE_NAME)(\\[[0-9]+\\])?=[\"']?(?<name>[^\"'$\\s]+)[\"']?\\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Built();
}
