using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>What earlier looks remembered, for the next to go on from there.</summary>
public interface IEvidenceMemory
{
    /// <summary>Null where no list of that id was read before.</summary>
    ListMemory? OfList(string listId);

    /// <summary>Null where no log of that name was read before.</summary>
    AuditPosition? OfAudit(string source);
}
