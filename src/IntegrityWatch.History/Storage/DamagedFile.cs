using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.History.Storage;

/// <summary>A history of which not everything can be read: it gives its name to another, and keeps its content under a name beside it.</summary>
internal sealed class DamagedFile
{
    private const int MostNames = 1000;

    private readonly string path;
    private readonly FileStatus status;

    private DamagedFile(string path, FileStatus status)
    {
        this.path = path;
        this.status = status;
        Aside = FreeName();
    }

    /// <summary>Where it is kept.</summary>
    public string Aside { get; }

    /// <summary>True while the name still stands for this file.</summary>
    public bool IsCurrent => FileStatus.Of(path) is { } current && current.IsSameFileAs(status);

    /// <summary>Reads all of it.</summary>
    /// <exception cref="CannotCheckException">There is none, it is no history, or nothing is wrong with it.</exception>
    public static DamagedFile Find(string path)
    {
        var status = FileStatus.Of(path) ?? throw HistoryFailure.NothingToReplace(path);
        try
        {
            using var published = PublishedFile.Open(path) ?? throw HistoryFailure.NothingToReplace(path);
            published.VerifyPages();
            published.VerifyDocuments();
        }
        catch (HistoryDamagedException)
        {
            return new DamagedFile(path, status);
        }
        throw HistoryFailure.NotDamaged(path);
    }

    /// <summary>Gives it a second name, which stays when the first stands for another file.</summary>
    /// <exception cref="CannotCheckException">It cannot have one here.</exception>
    public void SetAside()
    {
        // A run that was killed after this may have done so before.
        if (FileStatus.Of(Aside) is { } there && there.IsSameFileAs(status))
            return;
        Moments.Before("link");
        if (LinuxCalls.Link(path, Aside) is var result and not 0)
            throw HistoryFailure.CannotSetAside(path, Aside, -result);
    }

    private string FreeName()
    {
        var name = path + ".damaged";
        for (var number = 2; number < MostNames && FileStatus.Of(name) is { } taken && !taken.IsSameFileAs(status); number++)
            name = $"{path}.damaged.{number}";
        return name;
    }
}
