using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Commands.Fleet;

/// <summary>Which central store a command is about.</summary>
internal sealed class FleetStoreOption : Option<string?>
{
    public FleetStoreOption() : base("--store")
    {
        HelpName = "ADDRESS";
        Description = "The central store, in place of the configuration's: postgresql://ROLE@SERVER/DATABASE";
    }

    /// <exception cref="CannotCheckException">None is named, or what is named is no address.</exception>
    public StoreAddress Address(CommandRun run)
    {
        // Whoever asks need not be able to read the host's own configuration.
        if (run.Value(this) is { } named)
            return StoreAddress.Parse(named, "--store");
        return StoreReader.Read(run.Settings)
            ?? throw new CannotCheckException("no central store is named, neither by --store nor by \"store\" in the configuration",
                "give --store postgresql://ROLE@SERVER/DATABASE?passfile=FILE");
    }

    /// <exception cref="CannotCheckException">It cannot be asked.</exception>
    public FleetStore Open(CommandRun run)
    {
        var address = Address(run);
        var opened = FleetStore.Open(address, run.Interrupted);
        if (run.IsVerbose)
            run.Voice.Note($"asking {address.Location} as {opened.Role}");
        return opened;
    }

    /// <exception cref="CannotCheckException">It cannot be reached.</exception>
    public StoreAdministration Administer(CommandRun run) => StoreAdministration.Open(Address(run), run.Interrupted);
}
