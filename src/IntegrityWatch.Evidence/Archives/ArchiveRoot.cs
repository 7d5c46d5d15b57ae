using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Archives;

/// <summary>
/// A host's files in an archive, .tar or .tar.gz: unpacked into a folder that only this user can enter, and gone with the root. An
/// archive can be made to write elsewhere or to fill the disk; this one's entries are confined, counted and bounded.
/// </summary>
public static class ArchiveRoot
{
    private static readonly string[] HostFolders = ["sys", "proc", "var", "etc", "usr"];

    /// <summary>In bytes: the files that say which host it is are no larger.</summary>
    private const int LargestFact = 4096;

    /// <summary>Opens an archive of a host's folders, or of one folder that holds them.</summary>
    /// <param name="path">As the user named it, and as messages and reports do.</param>
    /// <param name="factsOnly">True where only <see cref="Host.HostFacts"/> is wanted: larger files are left packed.</param>
    /// <param name="note">Told what of the archive was left out, one line each.</param>
    /// <param name="progress">Told how many bytes of the file were read, of how many.</param>
    /// <param name="interrupted">Ends the work, and removes what was unpacked.</param>
    /// <exception cref="CannotCheckException">It is no archive, damaged, too large, or of something else.</exception>
    public static EvidenceRoot Open(string path, bool factsOnly, Action<string> note, Action<long, long>? progress,
        CancellationToken interrupted) =>
        Open(path, ArchiveLimits.Default, UnpackingFolder.Parent, factsOnly, note, progress, interrupted);

    internal static EvidenceRoot Open(string path, ArchiveLimits limits, string below, bool factsOnly, Action<string> note,
        Action<long, long>? progress, CancellationToken interrupted)
    {
        using var file = NamedFile.Open(path, "archive", "name a folder, or a .tar or .tar.gz file such as integritywatch collect makes");
        using var archive = new ArchiveReader(path, file, limits);
        var folder = UnpackingFolder.Make(below);
        try
        {
            using (var tree = new PrivateTree(folder.Root))
            {
                var unpacking = new Unpacking(archive, tree, factsOnly ? LargestFact : long.MaxValue);
                while (unpacking.Next(interrupted))
                    progress?.Invoke(file.Position, file.Length);
                archive.Finish();
                foreach (var (why, count) in unpacking.LeftOut)
                    note($"left out of the archive: {count} {why}: {path}");
            }
            return new EvidenceRoot(HostIn(folder.Root, path), path, folder);
        }
        catch (IOException fault)
        {
            folder.Dispose();
            throw new CannotCheckException($"archive cannot be unpacked below {below}: {path}",
                "name a folder with more room in the variable TMPDIR", fault);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The folder itself, or the only one in it.</summary>
    private static string HostIn(string folder, string archive)
    {
        if (IsHost(folder))
            return folder;
        return Directory.GetDirectories(folder) is [var only] && new FileInfo(only).LinkTarget is null && IsHost(only)
            ? only
            : throw new CannotCheckException($"archive holds no host's files: {archive}",
                "name one that integritywatch collect made, or one of a host's folders, with sys, proc and var in it");
    }

    private static bool IsHost(string folder) =>
        HostFolders.Any(name => Directory.Exists(Path.Combine(folder, name)));
}
