using IntegrityWatch.EndToEnd.Postgres;

namespace IntegrityWatch.EndToEnd.Fleet;

/// <summary>A store that the program prepared, and a host that it let in.</summary>
internal sealed class PreparedStore
{
    public PreparedStore(PostgresServer server)
    {
        Database = server.NewDatabase();
        Assert.Equal(0, Fleet("prepare").ExitCode);
        Host = $"web01.{Database.Name}";
        var enrolled = Fleet("enrol", Host);
        Assert.Equal(0, enrolled.ExitCode);
        Options = new RunOptions
        {
            Environment = { ["INTEGRITYWATCH__STORE"] = Database.Address(Host, Database.PasswordFile(enrolled.Output.TrimEnd('\n'))) },
        };
    }

    public PostgresDatabase Database { get; }

    /// <summary>What it is called in the fleet.</summary>
    public string Host { get; }

    /// <summary>What surrounds the runs of the host.</summary>
    public RunOptions Options { get; }

    /// <summary>Asks as who may do everything.</summary>
    public RunResult Fleet(string command, params string[] more) => BuiltProgram.Run(["fleet", command, .. more, "--store", Database.OwnerAddress]);

    public string[] Column(string table, string expression) =>
        Database.Sql($"SELECT {expression} FROM integritywatch.{table} ORDER BY 1").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
