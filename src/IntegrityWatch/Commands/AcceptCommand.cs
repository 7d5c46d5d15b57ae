using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary><c>accept</c>: take exactly the findings that are named, with a reason.</summary>
internal sealed class AcceptCommand : RunnableCommand
{
    private readonly NamedFindings named = new();
    private readonly ApprovalOptions approval = new("Show what would be accepted, and accept nothing");
    private readonly FormatOption format = new();

    public AcceptCommand() : base("accept", "Approve or waive exactly what is named, with a reason",
        "accept 0904c87b1320 --reason \"our own tool\"", "accept --kind new-file --path \"/opt/tool/**\" --reason \"ticket 7\"")
    {
        named.AddTo(this);
        approval.AddTo(this);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        run.Printer.Try();
        var policy = run.Policy;
        var database = run.FindDatabase();
        var (settled, isAccepted) = approval.Decide(run, format, "accept these?", asks: named.AreMany(run),
            prepare: () =>
            {
                var history = HistoryFile.OpenForUpdate(database, CommandRun.Timeout);
                return Prepared.Of(history, () =>
                {
                    var open = new OpenFindings(history, policy).All();
                    return new Acceptance(history, run.Now, named.Reason(run), CommandRun.User).Accept(named.Of(run, open), open);
                }, history.Publish);
            },
            show: AcceptanceText.WritePlan);
        run.Answer(format, stream => JsonDocuments.WriteAcceptance(stream, Tool.Info, settled, isAccepted),
            isAccepted && !run.IsQuiet ? (writer, style) => AcceptanceText.Write(writer, style, "accepted", settled) : null);
        return 0;
    }
}
