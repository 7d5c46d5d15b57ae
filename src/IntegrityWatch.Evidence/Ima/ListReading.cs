using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Platform.Files;

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
    /// <summary>How many algorithms are told apart: a kernel has fewer.</summary>
    private const int MostAlgorithms = 32;

    private readonly Dictionary<string, long> notUnderstood = goesOn.Told > 0 && before is not null
        ? new(before.NotUnderstood, StringComparer.Ordinal) : new(StringComparer.Ordinal);

    private readonly Dictionary<string, long> algorithms = goesOn.Told > 0 && before is not null
        ? new(before.Algorithms, StringComparer.Ordinal) : new(StringComparer.Ordinal);

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

    /// <inheritdoc cref="ListMemory.Sorts"/>
    public ProgramSorts Sorts { get; private set; } = goesOn.Told > 0 ? before?.Sorts ?? ProgramSorts.None : ProgramSorts.None;

    /// <inheritdoc cref="ListMemory.Algorithms"/>
    public IReadOnlyDictionary<string, long> Algorithms => algorithms;

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
            Count(entry, isCarried: number <= goesOn.Carried);
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
            Count(entry.AsEntry(), isCarried: false);
            Uses.Add(entry.AsEntry(), number);
        }
    }

    public void Dispose() => Prints.Dispose();

    private void Count(in MeasurementEntry entry, bool isCarried)
    {
        if (entry is { Kind: MeasurementKind.File, Name.IsEmpty: false })
        {
            Files++;
            // What an earlier kernel measured says what this boot uses, and not how this kernel measures.
            Sorts |= ProgramFile.SortOf(entry.Name);
            if (!isCarried && (algorithms.Count < MostAlgorithms || algorithms.ContainsKey(entry.DigestAlgorithm)))
                algorithms[entry.DigestAlgorithm] = algorithms.GetValueOrDefault(entry.DigestAlgorithm) + 1;
        }
        else if (entry is { Kind: MeasurementKind.Opaque or MeasurementKind.File } or { Kind: MeasurementKind.Unmeasurable, FileDigest.IsEmpty: true })
            notUnderstood[entry.TemplateName] = notUnderstood.GetValueOrDefault(entry.TemplateName) + 1;
    }
}
