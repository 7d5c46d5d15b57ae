using IntegrityWatch.Platform.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>
/// rpmdb.sqlite: <c>Packages(hnum, blob)</c> holds the headers, <c>Basenames(key, hnum, idx)</c> says in which headers, and as
/// which of their files, a file name stands. Nothing is written beside it: it is opened as one that does not change, or, where
/// rpm left changes in its write-ahead log, as a copy.
/// </summary>
internal sealed class RpmStore : IDisposable
{
    public const string Name = "rpmdb.sqlite";

    /// <summary>What follows the name of the database in that of its write-ahead log.</summary>
    public const string Log = "-wal";

    /// <summary>In bytes, database and log: more than a large host has, and few enough for /tmp.</summary>
    private const long MostCopiedBytes = 1L << 30;

    private readonly long size;
    private readonly FileStream? file;
    private TemporaryCopy? copy;
    private SqliteConnection? connection;

    /// <exception cref="CannotCheckException">It cannot be read.</exception>
    /// <exception cref="SqliteException">It is no database, or another one.</exception>
    public RpmStore(EvidenceRoot root, string path)
    {
        try
        {
            file = root.Open(path) ?? throw new CannotCheckException($"rpm database is gone: {root.Locate(path)}");
            using var log = root.Open(path + Log);
            size = file.Length + (log?.Length ?? 0);
            if (log is null or { Length: 0 })
                connection = SystemSqlite.Open(
                    $"file:/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}?immutable=1", SqliteOpenMode.ReadOnly);
            else
                OpenCopy(root, path, log);
            CheckTables();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Which database it is and how far written; cheap. Null where there is none.</summary>
    /// <exception cref="CannotCheckException">It cannot be read.</exception>
    public static string? StampOf(EvidenceRoot root, string path)
    {
        using var database = root.Open(path);
        if (database is null)
            return null;
        using var log = root.Open(path + Log);
        return FileStamp.Of(database) + (log is { Length: > 0 } ? "+" + FileStamp.Of(log) : "");
    }

    /// <summary>True where not one package is in it.</summary>
    /// <exception cref="SqliteException">It is damaged.</exception>
    public bool IsEmpty()
    {
        using var command = Command("SELECT EXISTS (SELECT 1 FROM Packages)");
        return command.ExecuteScalar() is not 1L;
    }

    /// <summary>
    /// All headers in the order in which they were installed. The memory is good until the next. Ends early where the database
    /// holds more than its size, or turns back.
    /// </summary>
    /// <exception cref="SqliteException">It is damaged.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Headers()
    {
        using var command = Command("SELECT hnum, blob FROM Packages ORDER BY hnum");
        using var reader = command.ExecuteReader();
        var buffer = Array.Empty<byte>();
        long read = 0;
        while (reader.Read())
        {
            var blob = Blob(reader, 1);
            var length = blob.Length;
            if ((read += length + 1) > size)
                throw Damaged();
            if (length > buffer.Length)
                buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, buffer.Length * 2));
            blob.CopyTo(buffer);
            yield return buffer.AsMemory(0, length);
        }
    }

    /// <summary>Empty where there is none of that number.</summary>
    /// <exception cref="SqliteException">The database is damaged.</exception>
    public byte[] Header(long number)
    {
        using var command = Command("SELECT blob FROM Packages WHERE hnum = $number");
        command.Parameters.AddWithValue("$number", number);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Blob(reader, 0).ToArray() : [];
    }

    /// <summary>The header's number and which of its files, for each file of that name.</summary>
    /// <exception cref="SqliteException">The database is damaged.</exception>
    public IEnumerable<(long Header, int File)> FilesNamed(HostPath name)
    {
        // A name need not be text: compare the bytes as they are.
        using var command = Command("SELECT hnum, idx FROM Basenames WHERE key = CAST($name AS TEXT)");
        command.Parameters.AddWithValue("$name", name.Bytes.ToArray());
        using var reader = command.ExecuteReader();
        for (long row = 0; reader.Read(); row++)
        {
            if (row > size)
                throw Damaged();
            var index = raw.sqlite3_column_int64(reader.Handle, 1);
            if (index is >= 0 and <= int.MaxValue)
                yield return (raw.sqlite3_column_int64(reader.Handle, 0), (int)index);
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        copy?.Dispose();
        file?.Dispose();
    }

    private void OpenCopy(EvidenceRoot root, string path, FileStream log)
    {
        if (size > MostCopiedBytes)
            throw new CannotCheckException($"rpm database has changes in its log and is too large to copy: {root.Locate(path)}",
                "let rpm write them into the database: rpmdb --rebuilddb on the host");
        var before = StampOf(root, path);
        copy = new TemporaryCopy("rpmdb.sqlite", file!);
        copy.Add("rpmdb.sqlite" + Log, log);
        if (StampOf(root, path) != before)
            throw new CannotCheckException($"rpm database changed while it was read: {root.Locate(path)}",
                "try again when rpm has finished");
        connection = SystemSqlite.Open(copy["rpmdb.sqlite"], SqliteOpenMode.ReadWrite);
    }

    // A view of that name could go on without end; in a table, what is read is what lies there.
    private void CheckTables()
    {
        using var command = Command("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 "
            + "AND name IN ('Packages', 'Basenames')");
        if (command.ExecuteScalar() is not 2L)
            throw Damaged();
    }

    private SqliteCommand Command(string text)
    {
        var command = connection!.CreateCommand();
        command.CommandText = text;
        return command;
    }

    // The reader's own way to a blob copies it twice.
    private static ReadOnlySpan<byte> Blob(SqliteDataReader reader, int column) => raw.sqlite3_column_blob(reader.Handle, column);

    private static SqliteException Damaged() => new("", raw.SQLITE_CORRUPT);
}

/// <summary>Copies of files in a folder that only this user can enter, gone with this object.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-");

    /// <exception cref="IOException">There is no room for it.</exception>
    public TemporaryCopy(string name, Stream content)
    {
        try
        {
            Add(name, content);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the copy lies.</summary>
    public string this[string name] => Path.Combine(folder.FullName, name);

    /// <exception cref="IOException">There is no room for it.</exception>
    public void Add(string name, Stream content)
    {
        using var file = Replacement.New(this[name]);
        content.CopyTo(file);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
