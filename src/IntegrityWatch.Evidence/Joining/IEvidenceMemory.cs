using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>What earlier scans remembered of each source, for the next to go on from there.</summary>
public interface IEvidenceMemory
{
    /// <summary>Null where no list of that id was read before.</summary>
    ListMemory? OfList(string listId);

    /// <summary>Null where no log of that name was read before.</summary>
    AuditPosition? OfAudit(string source);
}

/// <summary>What an earlier scan remembered of a measurement list.</summary>
public sealed record ListMemory(ListPosition Position, ReplayState Replay);
