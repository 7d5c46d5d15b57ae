using System.CommandLine;
using IntegrityWatch.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet prepare</c>: make what a central store needs, or bring it up to this program.</summary>
internal sealed class FleetPrepareCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Print the SQL that makes it all, and ask nobody" };

    public FleetPrepareCommand() : base("prepare", "Make the tables and roles of a central store, or bring them up to date",
        "fleet prepare --store postgresql://postgres@db.example/fleet?passfile=admin.pass", "fleet prepare --dry-run")
    {
        Add(dryRun);
        Add(store);
    }

    public override int Run(CommandRun run)
    {
        var printer = run.Printer;
        if (run.Value(dryRun))
        {
            printer.Text((writer, _) => writer.Write(StoreAdministration.Script));
            return 0;
        }
        using var administration = store.Administer(run);
        var made = administration.Prepare();
        if (made.Count == 0)
            run.Voice.Note("the store is prepared already");
        else if (!printer.IsQuiet)
            printer.Text((writer, _) =>
            {
                foreach (var migration in made)
                    writer.WriteLine($"made version {migration.Number} of its tables: {migration.Name}");
            });
        return 0;
    }
}
