using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Tpm.Quotes;

namespace IntegrityWatch.Evidence;

/// <summary>What was read of a measurement list.</summary>
public sealed record ListSummary
{
    /// <summary>The file.</summary>
    public required string Source { get; init; }

    /// <summary><c>binary</c> or <c>ascii</c>.</summary>
    public required string Format { get; init; }

    /// <summary>All entries that the list holds now.</summary>
    public required long Entries { get; init; }

    /// <summary>How many entries of this boot the kernel had dropped before them.</summary>
    public long Dropped { get; init; }

    /// <summary>Of the new entries, how many were dropped before they were read, and rebuilt from the audit log.</summary>
    public long Rebuilt { get; init; }

    /// <summary>Those that had not been read before.</summary>
    public required long NewEntries { get; init; }

    /// <summary>Entries that name a file and hold its digest, of the whole boot: also those that were read before.</summary>
    public long Files { get; init; }

    /// <summary>
    /// Of the whole boot's entries that should hold a file's digest, how many do not, or are of a template that is not understood: by
    /// template. Buffers, violations and zero digests are not among them.
    /// </summary>
    public IReadOnlyDictionary<string, long> NotUnderstood { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// How many entries the kernel counts: the smaller of the counts before and after the list was read, so that an honest list has at
    /// least as many. Null where it does not say.
    /// </summary>
    public long? Counted { get; init; }

    /// <summary>Of the new entries, how many in each template.</summary>
    public required IReadOnlyDictionary<string, long> Templates { get; init; }

    /// <summary>Of the new entries.</summary>
    public required long Violations { get; init; }

    /// <summary>True where the list was read on from where the last scan ended.</summary>
    public required bool Resumed { get; init; }

    /// <summary>One line each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>For the next scan, to go on from.</summary>
    public required ListMemory Memory { get; init; }

    public ListPosition Position => Memory.Position;

    /// <summary>What its own hashes and the TPM say of it.</summary>
    public required ListVerdict Verdict { get; init; }

    /// <summary>What a signed quote says of it; null where none was given.</summary>
    public QuoteVerdict? Quote { get; init; }

    /// <summary>Where a quote was given, it is the TPM's word; a list that breaks by itself stays broken. Null where nothing can be said.</summary>
    public bool? Verified => Verdict.Verified == false ? false : Quote?.Verified ?? Verdict.Verified;

    public ReplayState Replay => Memory.Replay;

    /// <summary>Of the new entries.</summary>
    public required SignatureCounts Signatures { get; init; }
}
