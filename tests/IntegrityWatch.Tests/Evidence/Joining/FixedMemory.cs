using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>Remembers what an earlier look at the list told, or nothing.</summary>
internal sealed class FixedMemory(EvidenceSnapshot? before) : IEvidenceMemory
{
    public ListMemory? OfList(string listId) => Lists().FirstOrDefault(list => list.ListId == listId)?.Memory;

    public IReadOnlyList<RememberedList> Lists() => before?.List is { } list ? [new RememberedList(before.ListId, list.Memory)] : [];

    public long? EntryOf(string listId, HostPath path, Digest digest) =>
        before?.ListId == listId ? before.Observations.FirstOrDefault(seen => seen.Path == path && seen.Digest.Equals(digest))?.ListEntry : null;

    public static FixedMemory None { get; } = new(null);

    public AuditPosition? OfAudit(string source) => null;

    public IReadOnlyList<Digest> LoggedContents(HostPath path, long boot) => [];

    public IReadOnlyList<Digest> ListedContents(HostPath path, string listId) => [];
}
