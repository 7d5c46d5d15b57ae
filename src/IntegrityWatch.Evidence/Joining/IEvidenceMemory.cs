using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>What earlier scans remembered of each source, for the next to go on from there.</summary>
public interface IEvidenceMemory
{
    /// <summary>Null where no list of that id was read before.</summary>
    ListMemory? OfList(string listId);

    /// <summary>All lists that were read before, the latest first.</summary>
    IReadOnlyList<RememberedList> Lists();

    /// <summary>The number of the entry of that content of that path in the list of that id; null where that list is not known to hold it.</summary>
    long? EntryOf(string listId, HostPath path, Digest digest);

    /// <summary>When the latest generation was made, by the clock of who made it; null before the first.</summary>
    DateTimeOffset? CapturedAt => null;

    /// <summary>Null where no log of that name was read before.</summary>
    AuditPosition? OfAudit(string source);

    /// <summary>The contents that a path of the host had in a boot, as records of its log told.</summary>
    /// <param name="path">Of a program.</param>
    /// <param name="boot">The boot's ordinal in the log.</param>
    IReadOnlyList<Digest> LoggedContents(HostPath path, long boot);

    /// <summary>The contents of a path of the host that earlier looks read in a list.</summary>
    IReadOnlyList<Digest> ListedContents(HostPath path, string listId);
}
