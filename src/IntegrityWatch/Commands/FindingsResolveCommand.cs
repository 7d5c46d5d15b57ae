using IntegrityWatch.Detection;
using IntegrityWatch.History;

namespace IntegrityWatch.Commands;

/// <summary><c>findings resolve</c>: say that findings were dealt with; approves nothing.</summary>
internal sealed class FindingsResolveCommand : SettleCommand
{
    public FindingsResolveCommand() : base("resolve", "resolved", "Close what was dealt with, with a reason; it is told again where it comes back",
        "findings resolve 0904c87b1320 --reason \"removed, host cleaned\"") => AddOptions();

    protected override bool AsksFiles => true;

    protected override SettledFindings Settle(IHistoryUpdate history, DateTimeOffset now, string reason, IReadOnlyList<Finding> findings,
        IReadOnlyList<Finding> open, EvidenceRoot root) =>
        new Resolution(history, now, reason, CommandRun.User).Resolve(findings, root);
}
