using System.CommandLine;
using IntegrityWatch.Fleet;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet prepare</c>: make what a central store needs, or bring it up to this program.</summary>
internal sealed class FleetPrepareCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Print the SQL that makes it all, and ask nobody" };

    private FleetPrepareCommand(GlobalOptions options, Session session) =>
        (this.options, this.session, store) = (options, session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var prepare = new FleetPrepareCommand(options, session);
        var command = new Command("prepare", "Make the tables and roles of a central store, or bring them up to date") { prepare.dryRun };
        prepare.store.AddTo(command);
        command.SetAction(prepare.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var printer = new Printer(session, options, parsed);
        if (parsed.GetValue(dryRun))
        {
            printer.Text((writer, _) => writer.Write(StoreAdministration.Script));
            return 0;
        }
        using var administration = store.Administer(parsed);
        var made = administration.Prepare();
        if (made.Count == 0)
            session.Voice.Note("the store is prepared already");
        else if (!printer.IsQuiet)
            printer.Text((writer, _) =>
            {
                foreach (var migration in made)
                    writer.WriteLine($"made version {migration.Number} of its tables: {migration.Name}");
            });
        return 0;
    }
}
