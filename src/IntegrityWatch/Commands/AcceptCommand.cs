using IntegrityWatch.Detection;
using IntegrityWatch.History;

namespace IntegrityWatch.Commands;

/// <summary><c>accept</c>: take exactly the findings that are named, with a reason.</summary>
internal sealed class AcceptCommand : SettleCommand
{
    public AcceptCommand() : base("accept", "accepted", "Approve or waive exactly what is named, with a reason",
        "accept 0904c87b1320 --reason \"our own tool\"", "accept --kind new-file --path \"/opt/tool/**\" --reason \"ticket 7\"") => AddOptions();

    protected override SettledFindings Settle(IHistoryUpdate history, DateTimeOffset now, string reason, IReadOnlyList<Finding> findings,
        IReadOnlyList<Finding> open, EvidenceRoot root) =>
        new Acceptance(history, now, reason, CommandRun.User).Accept(findings, open);
}
