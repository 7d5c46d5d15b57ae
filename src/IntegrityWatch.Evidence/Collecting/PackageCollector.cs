using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Packages.Dpkg;
using IntegrityWatch.Evidence.Packages.Rpm;

namespace IntegrityWatch.Evidence.Collecting;

/// <summary>Packs what a scan reads of the package database: which package owns a file, what it installed, and when.</summary>
/// <param name="root">The host.</param>
/// <param name="packer">Keeps account of what is missing.</param>
/// <param name="takeAll">Takes files, and tells how far it is.</param>
internal sealed class PackageCollector(EvidenceRoot root, EvidencePacker packer, Action<string[]> takeAll)
{
    private const int MostRotations = 1000;

    public void Run()
    {
        using var before = PackageDatabase.Open(root);
        if (before is null)
        {
            packer.Miss("var/lib/dpkg", "there is no package database, dpkg's or rpm's", isLoss: true);
            return;
        }
        takeAll(before.Manager == "dpkg" ? [.. Dpkg()] : [.. Rpm()]);
        using var after = PackageDatabase.Open(root);
        if (after?.Stamp != before.Stamp)
            packer.Miss($"database of {before.Manager}", "packages changed while it was packed: collect again when that is over", isLoss: true);
    }

    private IEnumerable<string> Dpkg()
    {
        yield return DpkgPaths.Status;
        foreach (var update in Numbered(DpkgStatus.MostUpdates, 0, DpkgStatus.UpdatePath))
            yield return update;
        yield return DpkgPaths.Diversions;
        foreach (var file in root.FilesBelow(HostPath.Of("/" + DpkgPaths.Info)).Where(IsList).Order())
            yield return file.ToString()[1..];
        yield return DpkgPaths.Log;
        foreach (var log in Numbered(MostRotations, 1, number => $"{DpkgPaths.Log}.{number}",
                     number => $"{DpkgPaths.Log}.{number}.gz"))
            yield return log;
    }

    private IEnumerable<string> Rpm()
    {
        if (RpmDatabase.Places.Select(place => place + RpmStore.Name).FirstOrDefault(root.Has) is not { } database)
        {
            packer.Miss("var/lib/rpm", "the rpm database is of an older kind than SQLite, which is not read", isLoss: true);
            yield break;
        }
        yield return database;
        if (root.Has(database + RpmStore.Log))
            yield return database + RpmStore.Log;
    }

    private static bool IsList(HostPath path) =>
        (path.FileName.EndsWith(".list"u8) || path.FileName.EndsWith(".md5sums"u8)) && LossyUtf8.IsValid(path.Bytes);

    /// <summary>Up to the first number that is under none of the names.</summary>
    private IEnumerable<string> Numbered(int most, int from, params Func<int, string>[] names)
    {
        for (var number = from; number <= most; number++)
        {
            if (names.Select(name => name(number)).FirstOrDefault(root.Has) is not { } found)
                yield break;
            yield return found;
        }
    }

}
