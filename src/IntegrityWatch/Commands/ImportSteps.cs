using System.CommandLine;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>How a command approves here what was approved elsewhere: it shows what that would be, asks, publishes, and says so.</summary>
internal sealed class ImportSteps
{
    private readonly GlobalOptions options;
    private readonly Session session;

    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Do not ask" };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be approved, and approve nothing" };

    public ImportSteps(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public FormatOption Format { get; } = new();

    public void AddTo(Command command)
    {
        command.Options.Add(yes);
        command.Options.Add(dryRun);
    }

    public ImportPlan Prepare(IHistoryUpdate history, Imported imported)
    {
        var now = session.Now;
        var plan = new BaselineImport(history, now).Prepare(imported.Paths, imported.Packages, imported.Facts with
        {
            // What was looked at later than now was not.
            EvidenceAt = imported.Facts.EvidenceAt < now ? imported.Facts.EvidenceAt : now,
            By = Somebody.Name,
        });
        session.Interrupted.ThrowIfCancellationRequested();
        return plan;
    }

    /// <summary>Shows the plan, asks where somebody can answer, and publishes; false where nothing was approved.</summary>
    public bool Decide(ParseResult parsed, IHistoryUpdate history, ImportPlan plan)
    {
        var isDryRun = parsed.GetValue(dryRun);
        var canAsk = session.TerminalColumns is not null && !Console.IsInputRedirected;
        if (!isDryRun && !parsed.GetValue(yes) && !canAsk)
            throw new CannotCheckException("an import approves what is in the file, and nobody is here to be asked",
                "say --yes to approve, or --dry-run to see what it would approve");
        if (!Format.IsJson(parsed) && !options.Quiet(parsed) && (isDryRun || !parsed.GetValue(yes)))
            new Printer(session, options, parsed).Text((writer, style) => BaselineText.WritePlan(writer, style, plan));
        if (isDryRun || (!parsed.GetValue(yes) && !session.Voice.Ask($"approve generation {plan.Generation.Number}?")))
            return false;
        history.Publish();
        return true;
    }

    public void Tell(ParseResult parsed, ImportPlan plan, bool imported)
    {
        var printer = new Printer(session, options, parsed);
        if (Format.IsJson(parsed))
            printer.Bytes(stream => JsonBaselines.WriteImport(stream, Tool.Info, plan, imported));
        else if (imported && !options.Quiet(parsed))
            printer.Text((writer, _) => BaselineText.WriteImported(writer, plan));
    }
}
