using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>Takes an entry on the way through a list.</summary>
/// <param name="entry">Good until the next.</param>
/// <param name="number">Its number in the whole boot, from 1.</param>
internal delegate void EntryVisitor(in MeasurementEntry entry, long number);

/// <summary>One way through a list, replayed and checked against the TPM.</summary>
internal sealed class ListWalk(ListFile file, PcrBanks banks, CancellationToken interrupted)
{
    /// <summary>Goes through the whole list.</summary>
    /// <param name="start">What it is replayed from.</param>
    /// <param name="mayBeEmpty">True where the kernel may have dropped all of it.</param>
    /// <param name="visit">Is given each entry of the list.</param>
    /// <returns>Null where there is nothing known to start from for some bank.</returns>
    /// <exception cref="CannotCheckException">The list is empty, damaged or cut short, or is none.</exception>
    public WalkedList? Run(ListStart start, bool mayBeEmpty = false, EntryVisitor? visit = null)
    {
        using var replay = start.From is { } state ? ListReplay.Resume(banks, state, startOffset: 0)
            : start.ResetAt > 0 ? ListReplay.AfterReset(banks, start.ResetAt, startOffset: 0)
            : new ListReplay(banks);
        if (replay is null)
            return null;
        foreach (var entry in start.Rebuilt)
            replay.AddRebuilt(entry.AsEntry());
        using var stream = file.Begin();
        return Run(stream, replay, start, entriesBefore: 0, mayBeEmpty, visit);
    }

    /// <summary>Goes on behind what was read before.</summary>
    /// <param name="stream">Behind those bytes.</param>
    /// <param name="known">How far that was.</param>
    /// <param name="from">What was kept then.</param>
    /// <param name="visit">Is given each entry that is new.</param>
    /// <returns>Null where there is nothing known to start from for some bank.</returns>
    /// <exception cref="CannotCheckException">What is new is damaged or cut short.</exception>
    public WalkedList? GoOn(FingerprintedStream stream, ListPosition known, ReplayState from, EntryVisitor visit)
    {
        using var replay = ListReplay.Resume(banks, from, known.Bytes);
        return replay is null ? null
            : Run(stream, replay, new ListStart { Dropped = known.Dropped, From = from }, known.Entries - known.Dropped, mayBeEmpty: true, visit);
    }

    private WalkedList Run(FingerprintedStream stream, ListReplay replay, ListStart start, long entriesBefore, bool mayBeEmpty, EntryVisitor? visit)
    {
        var skipped = start.Skipped;
        var first = start.Dropped + entriesBefore;
        if (mayBeEmpty && stream.IsAtEnd())
            return Result(null, "");
        using var reader = MeasurementList.Open(file.Source, stream, file.Name, entriesBefore, stream.Bytes);
        var form = "";
        while (reader.Read(out var entry))
        {
            interrupted.ThrowIfCancellationRequested();
            if (form.Length == 0)
                form = $"{(reader.Format == MeasurementFormat.Binary ? "binary" : "ascii")}-{entry.TemplateDigest.Length}";
            if (entriesBefore + entry.Number > skipped)
                replay.Add(entry);
            visit?.Invoke(entry, first + entry.Number);
        }
        return Result(reader, form);

        WalkedList Result(IMeasurementReader? read, string formOfList) => new()
        {
            Form = formOfList,
            Entries = entriesBefore + (read?.Entries ?? 0),
            Bytes = stream.Bytes,
            PrefixDigest = stream.Fingerprint(),
            Templates = read?.Templates ?? new Dictionary<string, long>(),
            Violations = read?.Violations ?? 0,
            Verdict = replay.Verdict(),
            Replay = replay.Save(),
        };
    }
}

/// <summary>What one way through a list came to.</summary>
internal sealed record WalkedList
{
    /// <summary>See <see cref="ListPosition.Form"/>; empty where nothing was read.</summary>
    public required string Form { get; init; }

    /// <summary>How many entries the file holds.</summary>
    public required long Entries { get; init; }

    public required long Bytes { get; init; }

    public required byte[] PrefixDigest { get; init; }

    /// <summary>Of the entries that were read.</summary>
    public required IReadOnlyDictionary<string, long> Templates { get; init; }

    /// <summary>Of the entries that were read.</summary>
    public required long Violations { get; init; }

    public required ListVerdict Verdict { get; init; }

    public required ReplayState Replay { get; init; }
}
