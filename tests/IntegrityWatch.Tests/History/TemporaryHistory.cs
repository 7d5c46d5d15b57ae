using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

/// <summary>A folder of its own with a history's path in it, gone when the test ends.</summary>
internal sealed class TemporaryHistory : IDisposable
{
    public TemporaryHistory() => Folder = Directory.CreateTempSubdirectory("integritywatch-").FullName;

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "history.db");

    public string Previous => Path + ".previous";

    public string Next => Path + ".next";

    public string[] Files => [.. Directory.GetFileSystemEntries(Folder).Select(file => System.IO.Path.GetFileName(file)).Order()];

    public void Publish(Action<IHistoryUpdate> change)
    {
        using var update = HistoryFile.OpenForUpdate(Path);
        change(update);
        update.Publish();
    }

    public T Read<T>(Func<IHistory, T> read)
    {
        using var history = HistoryFile.OpenForReading(Path);
        return read(history);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
