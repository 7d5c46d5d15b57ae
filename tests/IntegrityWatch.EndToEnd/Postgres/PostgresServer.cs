using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.EndToEnd.Postgres;

/// <summary>
/// A PostgreSQL of these tests alone: in a folder of its own, on a socket there and a port of 127.0.0.1. Made and started when the first database is
/// asked for; skips the test where PostgreSQL is not installed.
/// </summary>
public class PostgresServer : IDisposable
{
    /// <summary>May do everything.</summary>
    public const string Owner = "owner";

    public const string OwnerPassword = "the owner's own";

    private static readonly Lazy<string> Initialized = new(InitializeOnce);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-postgres-");
    private readonly List<string> options = [];
    private Daemon? daemon;
    private int databases;

    public PostgresServer() : this(isDurable: false)
    {
    }

    /// <param name="isDurable">False where what is written need not reach the disk: what the kernel has outlives a killed process, too.</param>
    protected PostgresServer(bool isDurable)
    {
        if (!isDurable)
            options.AddRange(["-c", "fsync=off"]);
    }

    public int Port { get; } = FreePort.Next();

    public bool IsRunning => daemon is not null;

    /// <summary>Everybody may look into it, and only its owner may write.</summary>
    public string Folder => folder.FullName;

    /// <summary>The folder of its socket.</summary>
    public string Socket => Path.Combine(Folder, "socket");

    /// <summary>The password file of who may do everything.</summary>
    public string OwnerFile => Path.Combine(Folder, "owner.pgpass");

    /// <summary>What all its processes call themselves.</summary>
    private string Title => $"integritywatch-test-{Port}";

    private string Data => Path.Combine(Folder, "data");

    public PostgresDatabase NewDatabase()
    {
        Start();
        var database = new PostgresDatabase(this, $"fleet{++databases}");
        database.InDatabase("postgres", $"CREATE DATABASE {database.Name}");
        return database;
    }

    /// <summary>Makes its data where there are none, and waits until it answers.</summary>
    public void Start()
    {
        if (daemon is not null)
            return;
        var server = PostgresPrograms.Server("postgres");
        if (!Directory.Exists(Data))
            Initialize();
        daemon = new Daemon(Folder, new Dictionary<string, string>(), PostgresPrograms.AsUser(
            [server, "-D", Data, "-k", Socket, "-h", "127.0.0.1", "-p", Port.ToString(), "-c", $"cluster_name={Title}", "-c", "max_connections=50", .. options]));
        daemon.Await(IsReady, $"an answer at port {Port}");
    }

    /// <summary>Ends it and all that it started, as a loss of power would.</summary>
    public void Kill()
    {
        daemon?.Dispose();
        daemon = null;
        // What it started lets go of the shared memory a moment later, and none may while another server takes over its data.
        Waiting.Until(
            () => PostgresPrograms.Try("pgrep", "-f", $"^postgres: {Title}:").ExitCode != 0,
            () => "processes of the killed server go on");
    }

    /// <summary>It speaks TLS too from its next start on.</summary>
    internal void UseCertificate(Certificates certificates)
    {
        PostgresPrograms.Server("postgres");
        if (!Directory.Exists(Data))
            Initialize();
        foreach (var (from, to) in new[] { (certificates.Certificate, "server.crt"), (certificates.Key, "server.key") })
        {
            File.Copy(from, Path.Combine(Data, to), overwrite: true);
            PostgresPrograms.Run("chmod", "600", Path.Combine(Data, to));
        }
        Own(Data);
        options.AddRange(["-c", "ssl=on"]);
    }

    public void Dispose()
    {
        daemon?.Dispose();
        GC.SuppressFinalize(this);
        // A process that is ending may still write.
        Waiting.Until(TryDelete, () => $"{Folder} cannot be removed");
    }

    private bool TryDelete()
    {
        try
        {
            folder.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Copies what initdb makes, which takes longer than most tests.</summary>
    private void Initialize()
    {
        File.WriteAllText(OwnerFile, $"*:*:*:{Owner}:{OwnerPassword}\n");
        Directory.CreateDirectory(Socket);
        PostgresPrograms.Run("chmod", "755", Folder);
        PostgresPrograms.Run("chmod", "600", OwnerFile);
        Own(Folder);
        PostgresPrograms.Run("cp", "-a", Initialized.Value, Data);
        PostgresPrograms.Run("chown", "0:0", OwnerFile);
    }

    /// <summary>The data of a server that has never run; goes with this process.</summary>
    private static string InitializeOnce()
    {
        var folder = Directory.CreateTempSubdirectory("integritywatch-postgres-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var password = Path.Combine(folder.FullName, "password");
        File.WriteAllText(password, OwnerPassword);
        Own(folder.FullName);
        var data = Path.Combine(folder.FullName, "data");
        PostgresPrograms.Run(PostgresPrograms.AsUser([PostgresPrograms.Server("initdb"), "-D", data, "-U", Owner, "-A", "scram-sha-256", "--pwfile", password,
            "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]));
        return data;
    }

    private static void Own(string path)
    {
        if (PostgresPrograms.User is { } user)
            PostgresPrograms.Run("chown", "-R", user, path);
    }

    private bool IsReady() =>
        PostgresPrograms.Try(PostgresPrograms.Server("pg_isready"), "-q", "-h", "127.0.0.1", "-p", Port.ToString()).ExitCode == 0;
}
