using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary><c>findings resolve</c>: say that findings were dealt with; approves nothing.</summary>
internal sealed class FindingsResolveCommand : RunnableCommand
{
    private readonly NamedFindings named = new();
    private readonly ApprovalOptions approval = new("Show what would be resolved, and resolve nothing");
    private readonly FormatOption format = new();

    public FindingsResolveCommand() : base("resolve", "Close what was dealt with, with a reason; it is told again where it comes back",
        "findings resolve 0904c87b1320 --reason \"removed, host cleaned\"")
    {
        named.AddTo(this);
        approval.AddTo(this);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        run.Printer.Try();
        var policy = run.Policy;
        using var root = run.OpenRoot();
        var database = run.Database(root);
        var (settled, isResolved) = approval.Decide(run, format, "resolve these?", asks: named.AreMany(run),
            prepare: () =>
            {
                var history = HistoryFile.OpenForUpdate(database, CommandRun.Timeout);
                return Prepared.Of(history, () =>
                {
                    var open = new OpenFindings(history, policy).All();
                    return new Resolution(history, run.Now, named.Reason(run), CommandRun.User).Resolve(named.Of(run, open), root);
                }, history.Publish);
            },
            show: AcceptanceText.WritePlan);
        run.Answer(format, stream => JsonDocuments.WriteResolution(stream, Tool.Info, settled, isResolved),
            isResolved && !run.IsQuiet ? (writer, style) => AcceptanceText.Write(writer, style, "resolved", settled) : null);
        return 0;
    }
}
