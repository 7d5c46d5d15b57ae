using System.CommandLine;
using System.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet enrol</c>: let a host report to the central store.</summary>
internal sealed class FleetEnrolCommand : RunnableCommand
{
    private const string PassFile = "/etc/integritywatch/store.pass";

    private readonly FleetStoreOption store = new();

    private readonly Argument<string> host = new("HOST") { Description = "What the host is called in the fleet" };

    public FleetEnrolCommand() : base("enrol", "Let a host report, and print the line of its password file; a host that may already gets a new password",
        "fleet enrol web01 --output web01.pass")
    {
        Add(host);
        Add(store);
    }

    public override int Run(CommandRun run)
    {
        var name = run.Value(host)!;
        var address = store.Address(run);
        using var administration = store.Administer(run);
        // A password that can be written nowhere would only lock the host out.
        void Enrol(Stream stream) => stream.Write(Encoding.UTF8.GetBytes($"{administration.Enrol(name)}\n"));
        if (run.Output is { } file)
            OutputFile.WriteSecret(file, Enrol);
        else
            run.Printer.Bytes(Enrol);
        run.Voice.Note($"put this line into {PassFile} on {name}, for root alone to read, and the store into its configuration",
            $"\"store\": \"{address.As(name, PassFile)}\" with the server's name as the host knows it");
        return 0;
    }
}
