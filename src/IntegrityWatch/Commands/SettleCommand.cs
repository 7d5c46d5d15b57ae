using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary>Settles exactly the findings that are named, with a reason: <c>accept</c>, <c>findings resolve</c>.</summary>
/// <param name="verb">What is done to them, such as <c>accept</c>.</param>
/// <param name="settled">And was done then, such as <c>accepted</c>.</param>
internal abstract class SettleCommand(string verb, string settled, string description, params string[] examples)
    : RunnableCommand(verb, description, examples)
{
    private readonly NamedFindings named = new();
    private readonly ApprovalOptions approval = new($"Show what would be {settled}, and {verb} nothing");
    private readonly FormatOption format = new();

    /// <summary>True where the host's files are asked, too.</summary>
    protected virtual bool AsksFiles => false;

    /// <summary>Adds the options, in the order of the help.</summary>
    protected void AddOptions()
    {
        named.AddTo(this);
        approval.AddTo(this);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        run.Printer.Try();
        var policy = run.Policy;
        using var root = run.OpenRoot(factsOnly: !AsksFiles);
        var database = run.Database(root);
        var (plan, isDone) = approval.Decide(run, format, $"{Name} these?", asks: named.AreMany(run),
            prepare: () =>
            {
                var history = HistoryFile.OpenForUpdate(database, CommandRun.Timeout, mustBeThere: true);
                return Prepared.Of(history, () =>
                {
                    var open = new OpenFindings(history, policy).All();
                    return Settle(history, run.Now, named.Reason(run), named.Of(run, open), open, root);
                }, history.Publish);
            },
            show: AcceptanceText.WritePlan);
        run.Answer(format, stream => JsonDocuments.WriteSettled(stream, Tool.Info, settled, plan, isDone),
            isDone && !run.IsQuiet ? (writer, style) => AcceptanceText.Write(writer, style, settled, plan) : null);
        return 0;
    }

    /// <param name="history">Where it is gathered.</param>
    /// <param name="findings">Those that are named.</param>
    /// <param name="open">All that is open.</param>
    /// <param name="root">The host's files.</param>
    protected abstract SettledFindings Settle(IHistoryUpdate history, DateTimeOffset now, string reason, IReadOnlyList<Finding> findings,
        IReadOnlyList<Finding> open, EvidenceRoot root);
}
