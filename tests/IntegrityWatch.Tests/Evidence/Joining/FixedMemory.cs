using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>Remembers what an earlier look at the list told, or nothing.</summary>
internal sealed class FixedMemory(ListSummary? before) : IEvidenceMemory
{
    public ListMemory? OfList(string listId) => before is null ? null : new ListMemory(before.Position, before.Replay);

    public AuditPosition? OfAudit(string source) => null;
}
