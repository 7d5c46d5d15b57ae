using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>Gives on what is new in a list on one way through it, and counts what it is made of.</summary>
/// <param name="request">What is asked of it.</param>
/// <param name="joiner">Takes what is new.</param>
/// <param name="listId">Whose list it is.</param>
/// <param name="goesOn">How it goes on from what was read before.</param>
/// <param name="before">What was read of it before; null where nothing was.</param>
/// <param name="isFirst">True where no list was read before at all.</param>
internal sealed class ListReading(EvidenceRequest request, Joiner joiner, string listId, Continuation goesOn, ListMemory? before, bool isFirst) : IDisposable
{
    private readonly Dictionary<string, long> notUnderstood = goesOn.Told > 0 && before is not null
        ? new(before.NotUnderstood, StringComparer.Ordinal) : new(StringComparer.Ordinal);

    public ListedUses Uses { get; } = new(joiner, request.Keys, listId, observes: !request.OnlyVerify)
    {
        Carried = goesOn.Carried,
        Begins = goesOn.Begins,
        MayBeginAgain = isFirst,
    };

    /// <summary>Of the entries that went by.</summary>
    public EntryPrints Prints { get; } = new();

    /// <summary>Entries of the whole boot that name a file and hold its digest.</summary>
    public long Files { get; private set; } = goesOn.Told > 0 ? before?.Position.Files ?? 0 : 0;

    /// <summary>How many entries were not read before.</summary>
    public long New { get; private set; }

    /// <summary>See <see cref="ListMemory.NotUnderstood"/>.</summary>
    public IReadOnlyDictionary<string, long> NotUnderstood => notUnderstood;

    /// <summary>See <see cref="ListMemory.Template"/>.</summary>
    public string? Template { get; private set; } = before?.Template;

    public void Add(in MeasurementEntry entry, long number)
    {
        Prints.Add(entry);
        if (entry.Kind == MeasurementKind.File)
            Template = entry.TemplateName;
        if (number <= goesOn.Told && !request.OnlyVerify)
            return;
        if (number > goesOn.Told)
        {
            New++;
            Count(entry);
        }
        if (entry.IsVerified != false)
            Uses.Add(entry, number);
    }

    /// <summary>Gives on what was dropped before it could be read.</summary>
    public void Add(IReadOnlyList<RebuiltEntry> rebuilt)
    {
        var number = goesOn.Start.Dropped - rebuilt.Count;
        foreach (var entry in rebuilt)
        {
            number++;
            New++;
            Count(entry.AsEntry());
            Uses.Add(entry.AsEntry(), number);
        }
    }

    public void Dispose() => Prints.Dispose();

    private void Count(in MeasurementEntry entry)
    {
        if (entry is { Kind: MeasurementKind.File, Name.IsEmpty: false })
            Files++;
        else if (entry is { Kind: MeasurementKind.Opaque or MeasurementKind.File } or { Kind: MeasurementKind.Unmeasurable, FileDigest.IsEmpty: true })
            notUnderstood[entry.TemplateName] = notUnderstood.GetValueOrDefault(entry.TemplateName) + 1;
    }
}
