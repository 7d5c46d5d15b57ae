namespace IntegrityWatch.EndToEnd.Postgres;

/// <summary>An empty database of its own for one test. Roles are of the whole server: a test gives its own names to them.</summary>
public sealed class PostgresDatabase
{
    private readonly PostgresServer server;
    private int files;

    internal PostgresDatabase(PostgresServer server, string name) => (this.server, Name) = (server, name);

    public string Name { get; }

    /// <summary>Of who may do everything.</summary>
    public string OwnerAddress => Address(PostgresServer.Owner, server.OwnerFile);

    /// <param name="role">Who asks.</param>
    /// <param name="passwordFile">Where the role's password is.</param>
    /// <param name="more">Further parameters, such as <c>&amp;sslmode=disable</c>.</param>
    public string Address(string role, string passwordFile, string more = "") =>
        $"postgresql://{role}@127.0.0.1:{server.Port}/{Name}?passfile={passwordFile}{more}";

    /// <summary>A file with one line of PostgreSQL's form.</summary>
    public string PasswordFile(string line)
    {
        var file = Path.Combine(server.Folder, $"{Name}.{++files}.pgpass");
        File.WriteAllText(file, line + "\n");
        PostgresPrograms.Run("chmod", "600", file);
        return file;
    }

    /// <summary>The address of a role that this makes, a member of another.</summary>
    public string NewMember(string role, string of)
    {
        Sql($"CREATE ROLE \"{role}\" LOGIN PASSWORD 'secret' IN ROLE {of}");
        return Address(role, PasswordFile($"*:*:*:{role}:secret"));
    }

    /// <summary>Runs statements as who may do everything. Tells what they gave, a row a line, columns parted by <c>|</c>.</summary>
    public string Sql(string statements) => InDatabase(Name, statements);

    /// <summary>What the tables are, without what is in them.</summary>
    public string Schema() => PostgresPrograms.Try(Environment, "", [PostgresPrograms.Server("pg_dump"), .. Server, "-s", Name]) is { ExitCode: 0 } dump
        ? string.Join('\n', dump.Output.Split('\n').Where(line => !line.StartsWith('\\')))
        : throw new InvalidOperationException("pg_dump failed");

    internal string InDatabase(string database, string statements)
    {
        var run = PostgresPrograms.Try(Environment, statements,
            [PostgresPrograms.Server("psql"), .. Server, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]);
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"psql: {run.Error}");
    }

    private static Dictionary<string, string> Environment => new() { ["PGPASSWORD"] = PostgresServer.OwnerPassword };

    private string[] Server => ["-h", server.Socket, "-p", server.Port.ToString(), "-U", PostgresServer.Owner];
}
