using IntegrityWatch.History.Storage;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.History;

/// <summary>
/// The file that a history lives in. It is replaced as a whole, so readers need no lock and see one state; the one before is
/// kept beside it as <c>.previous</c>. While a run updates it, its next state is in <c>.next</c>, which is the lock too.
/// A history or folder that others can write is refused wherever it is opened, see <see cref="WriteProtection"/>.
/// </summary>
public static class HistoryFile
{
    /// <exception cref="CannotCheckException">There is none, it is none, or it is damaged.</exception>
    public static IHistory OpenForReading(string path) => Open(path, published => published is null
        ? throw HistoryFailure.Missing(path)
        : ForReading(path, published));

    /// <summary>The empty history where there is none.</summary>
    /// <exception cref="CannotCheckException">It is none, or it is damaged.</exception>
    public static IHistory OpenIfThere(string path) => Open(path, published => ForReading(path, published));

    /// <summary>
    /// What is not there yet is created, for its owner alone, when the update is published; until then the history is empty.
    /// </summary>
    /// <exception cref="CannotCheckException">
    /// Another run holds it, its folder cannot be written, it is no history, or it is damaged; or it must be there and is not. Nothing is
    /// changed.
    /// </exception>
    /// <param name="path">The history's.</param>
    /// <param name="timeout">How long to wait for another run; not at all unless it is said.</param>
    /// <param name="mustBeThere">True for what only changes what is known already.</param>
    public static IHistoryUpdate OpenForUpdate(string path, TimeSpan timeout = default, bool mustBeThere = false)
    {
        if (mustBeThere && !File.Exists(path))
            throw HistoryFailure.Missing(path);
        var copy = Directory.Exists(HistoryFailure.FolderOf(path)) ? WorkingCopy.Take(path, timeout) : null;
        try
        {
            return Open(path, published => ForUpdate(path, published, copy));
        }
        catch
        {
            copy?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// An empty history to take the place of one that is damaged, once it is published. That one is kept beside it; until then nothing is
    /// changed.
    /// </summary>
    /// <exception cref="CannotCheckException">There is none, it is not damaged, it is no history, or another run holds it.</exception>
    /// <param name="path">The history's.</param>
    /// <param name="timeout">How long to wait for another run.</param>
    /// <param name="aside">Where the damaged one is kept.</param>
    public static IHistoryUpdate OpenToReplace(string path, TimeSpan timeout, out string aside)
    {
        if (!Directory.Exists(HistoryFailure.FolderOf(path)))
            throw HistoryFailure.NothingToReplace(path);
        var copy = WorkingCopy.Take(path, timeout);
        try
        {
            var damaged = DamagedFile.Find(path);
            aside = damaged.Aside;
            return new HistoryUpdate(path, damaged, copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Writes what the history holds into a file that holds nothing else. Tells the sizes before and after, in bytes.</summary>
    /// <exception cref="CannotCheckException">There is none, another run holds it, or it is damaged. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted. Nothing is changed.</exception>
    public static (long Before, long After) Compact(string path, CancellationToken interrupted)
    {
        using var published = PublishedFile.Open(path) ?? throw HistoryFailure.Missing(path);
        if (published.IsOfEarlierFormat)
            throw HistoryFailure.NotMigrated(path, published.Format);
        using var copy = WorkingCopy.Take(path);
        var before = new FileInfo(path).Length;
        Publication.Compact(path, published, copy, interrupted);
        return (before, new FileInfo(path).Length);
    }

    /// <summary>A history of an earlier format is read as the next run that writes will leave it.</summary>
    private static StoredHistory ForReading(string path, PublishedFile? published) =>
        published is { IsOfEarlierFormat: true } ? ForUpdate(path, published, copy: null) : new StoredHistory(published);

    private static HistoryUpdate ForUpdate(string path, PublishedFile? published, WorkingCopy? copy)
    {
        var update = new HistoryUpdate(path, published, copy);
        if (published is not { IsOfEarlierFormat: true })
            return update;
        try
        {
            FormatMigration.Run(update);
            return update;
        }
        catch
        {
            update.Dispose();
            throw;
        }
    }

    private static T Open<T>(string path, Func<PublishedFile?, T> open)
    {
        WriteProtection.CheckFolder(HistoryFailure.FolderOf(path), HistoryFailure.Subject);
        var published = PublishedFile.Open(path);
        try
        {
            return open(published);
        }
        catch
        {
            published?.Dispose();
            throw;
        }
    }
}

/// <summary>Another run is changing the history, and may be done soon.</summary>
public sealed class HistoryBusyException(string message, string hint) : CannotCheckException(message, hint);

/// <summary>The file is a history, and does not hold what was published: it can be set aside and rebuilt from an exported generation.</summary>
public sealed class HistoryDamagedException(string message, string hint, Exception? cause = null) : CannotCheckException(message, hint, cause);
