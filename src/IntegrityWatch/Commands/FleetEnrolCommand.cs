using System.CommandLine;
using System.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet enrol</c>: let a host report to the central store.</summary>
internal sealed class FleetEnrolCommand
{
    private const string PassFile = "/etc/integritywatch/store.pass";

    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;

    private readonly Argument<string> host = new("HOST") { Description = "What the host is called in the fleet" };

    private FleetEnrolCommand(GlobalOptions options, Session session) =>
        (this.options, this.session, store) = (options, session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var enrol = new FleetEnrolCommand(options, session);
        var command = new Command("enrol", "Let a host report, and print the line of its password file; a host that may already gets a new password") { enrol.host };
        enrol.store.AddTo(command);
        command.SetAction(enrol.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetValue(host)!;
        var address = store.Address(parsed);
        using var administration = store.Administer(parsed);
        // A password that can be written nowhere would only lock the host out.
        void Enrol(Stream stream) => stream.Write(Encoding.UTF8.GetBytes($"{administration.Enrol(name)}\n"));
        if (options.Output(parsed) is { } file)
            OutputFile.Write(file, Enrol, OutputFile.OwnerOnly);
        else
            new Printer(session, options, parsed).Bytes(Enrol);
        session.Voice.Note($"put this line into {PassFile} on {name}, for root alone to read, and the store into its configuration",
            $"\"store\": \"{address.As(name, PassFile)}\" with the server's name as the host knows it");
        return 0;
    }
}
