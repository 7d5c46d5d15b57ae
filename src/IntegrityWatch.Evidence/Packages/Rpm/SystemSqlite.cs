using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>
/// The SQLite library of the machine that the program runs on, so that none has to be shipped: every host with rpm has it.
/// </summary>
internal static class SystemSqlite
{
    public const string Library = "libsqlite3.so.0";

    /// <summary>In bytes: the largest header and more. A database made for it could ask for far larger values.</summary>
    private const int MostValueBytes = 128 * 1024 * 1024;

    private static readonly Lazy<bool> Loaded = new(Load);

    public static bool IsThere => Loaded.Value;

    /// <summary>Opens a database for reading.</summary>
    /// <param name="file">A path, or a URI (sqlite.org/uri.html).</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        if (!IsThere)
            throw new SqliteException($"{Library} is not there", 1);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, MostValueBytes);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool Load()
    {
        if (!NativeLibrary.TryLoad(Library, out var library))
            return false;
        // The provider asks for "sqlite3", which only a machine for developers has under that name.
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_sqlite3).Assembly, (name, _, _) => name == "sqlite3" ? library : 0);
        raw.SetProvider(new SQLite3Provider_sqlite3());
        return true;
    }
}
