using System.Globalization;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// Which list it is: known by its boot's id. Where the evidence has none, nothing but its beginning tells it from others that were read
/// under the same name, and two with different beginnings are of two boots.
/// </summary>
internal sealed class ListIdentity
{
    private const string NoBootId = "no boot id";
    private const string NamedFile = "file:";
    private const string Counter = " #";

    private ListIdentity(string id, bool hasBootId, IReadOnlyList<RememberedList> all)
    {
        HasBootId = hasBootId;
        Candidates = [.. all.Where(list => list.ListId == id || (!hasBootId && list.ListId.StartsWith(id + Counter, StringComparison.Ordinal)))];
        NewId = Candidates.Count == 0 ? id : id + Counter + (Candidates.Max(list => NumberOf(list.ListId, id)) + 1).ToString(CultureInfo.InvariantCulture);
        EarlierBoots = !hasBootId ? []
            : [.. all.Where(list => list.ListId != id && !list.ListId.StartsWith(NoBootId, StringComparison.Ordinal) && !list.ListId.StartsWith(NamedFile, StringComparison.Ordinal))];
        IsFirst = all.Count == 0;
    }

    /// <summary>True where the boot's id says which list it is, whatever stands in it.</summary>
    public bool HasBootId { get; }

    /// <summary>What it may be the continuation of, the latest first; one at most where it has a boot id.</summary>
    public IReadOnlyList<RememberedList> Candidates { get; }

    /// <summary>Its id where it is none of them.</summary>
    public string NewId { get; }

    /// <summary>The lists of this host's other boots, the latest first; none where nothing says that they are of this host.</summary>
    public IReadOnlyList<RememberedList> EarlierBoots { get; }

    /// <summary>True where no list was read before at all.</summary>
    public bool IsFirst { get; }

    public static ListIdentity Of(EvidenceRequest request, IEvidenceMemory memory, string? bootId) =>
        request.ListIsOfRoot && bootId is not null ? new ListIdentity(bootId, hasBootId: true, memory.Lists())
        : new ListIdentity(request.ListFile is { } file ? NamedFile + Path.GetFullPath(file) : NoBootId, hasBootId: false, memory.Lists());

    private static long NumberOf(string listId, string id) =>
        listId.Length > id.Length && long.TryParse(listId.AsSpan(id.Length + Counter.Length), NumberStyles.None, null, out var number) ? number : 1;
}
