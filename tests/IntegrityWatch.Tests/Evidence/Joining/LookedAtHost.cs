using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Hosts;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>A simulated host, and what one look after the other remembers of it.</summary>
internal sealed class LookedAtHost : IEvidenceMemory, IDisposable
{
    private readonly List<EvidenceSnapshot> looks = [];
    private AuditPosition? audit;

    public SimulatedHost Host { get; } = SimulatedHost.Booted();

    /// <summary>A look that the next ones go on from.</summary>
    /// <param name="between">What is done to the evidence after the host wrote it.</param>
    public EvidenceSnapshot Look(Action? between = null)
    {
        var evidence = Read(onlyVerify: false, between);
        looks.RemoveAll(look => look.ListId == evidence.ListId);
        looks.Insert(0, evidence);
        audit = evidence.Audit?.Position ?? audit;
        return evidence;
    }

    /// <summary>A look at the list alone, of which nothing is remembered.</summary>
    public EvidenceSnapshot Verify() => Read(onlyVerify: true);

    public ListMemory? OfList(string listId) => Lists().FirstOrDefault(list => list.ListId == listId)?.Memory;

    public IReadOnlyList<RememberedList> Lists() => [.. looks.Where(look => look.List is not null).Select(look => new RememberedList(look.ListId, look.List!.Memory))];

    public long? EntryOf(string listId, HostPath path, Digest digest) => looks.Where(look => look.ListId == listId).SelectMany(look => look.Observations)
        .FirstOrDefault(seen => seen.Path == path && seen.Digest.Equals(digest))?.ListEntry;

    public AuditPosition? OfAudit(string source) => audit;

    public IReadOnlyList<Digest> LoggedContents(HostPath path, long boot) => [];

    public IReadOnlyList<Digest> ListedContents(HostPath path, string listId) => [];

    public void Dispose() => Host.Dispose();

    private EvidenceSnapshot Read(bool onlyVerify, Action? between = null)
    {
        Host.Save();
        between?.Invoke();
        using var root = new EvidenceRoot(Host.Root);
        return new EvidenceReader(new EvidenceRequest { Root = root, OnlyVerify = onlyVerify, WithoutAudit = onlyVerify }, this, CancellationToken.None).Read();
    }
}
