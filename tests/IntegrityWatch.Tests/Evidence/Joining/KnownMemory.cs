using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>Remembers which contents paths had.</summary>
internal sealed class KnownMemory : IEvidenceMemory
{
    /// <summary>Of a path in a boot of the log.</summary>
    public Dictionary<(HostPath Path, long Boot), Digest[]> Logged { get; } = [];

    /// <summary>Of a path in a list.</summary>
    public Dictionary<(HostPath Path, string List), Digest[]> Listed { get; } = [];

    public ListMemory? OfList(string listId) => null;

    public IReadOnlyList<RememberedList> Lists() => [];

    public long? EntryOf(string listId, HostPath path, Digest digest) => null;

    public AuditPosition? OfAudit(string source) => null;

    public IReadOnlyList<Digest> LoggedContents(HostPath path, long boot) => Logged.GetValueOrDefault((path, boot), []);

    public IReadOnlyList<Digest> ListedContents(HostPath path, string listId) => Listed.GetValueOrDefault((path, listId), []);
}
