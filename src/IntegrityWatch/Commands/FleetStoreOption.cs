using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>Which central store a command is about.</summary>
internal sealed class FleetStoreOption
{
    private readonly GlobalOptions options;
    private readonly Session session;

    private readonly Option<string?> store = new("--store")
    {
        HelpName = "ADDRESS",
        Description = "The central store, in place of the configuration's: postgresql://ROLE@SERVER/DATABASE",
    };

    public FleetStoreOption(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public void AddTo(Command command) => command.Options.Add(store);

    /// <exception cref="CannotCheckException">None is named, or what is named is no address.</exception>
    public StoreAddress Address(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        // Whoever asks need not be able to read the host's own configuration.
        if (parsed.GetValue(store) is { } named)
            return StoreAddress.Parse(named, "--store");
        return StoreReader.Read(options.Settings(parsed))
            ?? throw new CannotCheckException("no central store is named, neither by --store nor by \"store\" in the configuration",
                "give --store postgresql://ROLE@SERVER/DATABASE?passfile=FILE");
    }

    /// <exception cref="CannotCheckException">It cannot be asked.</exception>
    public FleetStore Open(ParseResult parsed)
    {
        var address = Address(parsed);
        var opened = FleetStore.Open(address, session.Interrupted);
        if (options.Verbose(parsed))
            session.Voice.Note($"asking {address.Place} as {opened.Role}");
        return opened;
    }

    /// <exception cref="CannotCheckException">It cannot be reached.</exception>
    public StoreAdministration Administer(ParseResult parsed) => StoreAdministration.Open(Address(parsed), session.Interrupted);
}
