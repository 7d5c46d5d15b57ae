using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence;

/// <summary>What earlier scans remembered of one boot's measurement list: how far it was read, and what it led to in the TPM.</summary>
/// <param name="Position">How far it was read.</param>
/// <param name="Replay">What every PCR of every bank was then: the latest kept state.</param>
public sealed record ListMemory(ListPosition Position, ReplayState Replay)
{
    /// <summary>How many kept states of earlier scans there are at most.</summary>
    public const int MostEarlier = 8;

    /// <summary>The kept states of the scans before, earliest first, as far as the list can still go on from them.</summary>
    public IReadOnlyList<ReplayState> Earlier { get; init; } = [];

    /// <summary>Tells the latest entries apart, where they stand now: see <see cref="Ima.EntryPrints"/>. Empty where that was not kept yet.</summary>
    public byte[] Prints { get; init; } = [];

    /// <summary>Which PCRs the TPM vouched for at any scan of this boot.</summary>
    public IReadOnlyList<VouchedPcr> Vouched { get; init; } = [];

    /// <summary>Entries up to this one are vouched for by nothing: others before them were dropped unread, or nobody knows what the PCR began with.</summary>
    public long Unvouched { get; init; }

    /// <summary>What cannot be known of it any more; null where all is.</summary>
    public ListGap? Gap { get; init; }

    /// <summary>How many entries at the beginning are of an earlier boot and were read in it: a kexec carried them here.</summary>
    public long Carried { get; init; }

    /// <summary>The number of the boot_aggregate with which this boot's own entries begin.</summary>
    public long Begins { get; init; } = 1;

    /// <summary>Entries that should hold a file's digest and do not, or are of a template that is not understood: by template.</summary>
    public IReadOnlyDictionary<string, long> NotUnderstood { get; init; } = new Dictionary<string, long>();

    /// <summary>What sorts of files were measured in this boot; none where that was not kept yet.</summary>
    public ProgramSorts Sorts { get; init; }

    /// <summary>How many files this boot's kernel measured in each algorithm.</summary>
    public IReadOnlyDictionary<string, long> Algorithms { get; init; } = new Dictionary<string, long>();

    /// <summary>The algorithm of most of them; null where none is known.</summary>
    public string? MainAlgorithm => Algorithms.OrderByDescending(algorithm => algorithm.Value).ThenBy(algorithm => algorithm.Key, StringComparer.Ordinal)
        .Select(algorithm => algorithm.Key).FirstOrDefault();

    /// <summary>The template of the latest file, by which entries are rebuilt that were dropped; null where there was none.</summary>
    public string? Template { get; init; }

    /// <summary>The lowest entry of this boot that a record of the audit log was joined with; null where none was.</summary>
    public long? FirstAudited { get; init; }

    /// <summary>True where nothing that the next scan goes on from is another.</summary>
    public bool IsSameAs(ListMemory other) =>
        (Position.Entries, Position.Dropped, Position.Bytes, Position.Form, Position.Files) ==
            (other.Position.Entries, other.Position.Dropped, other.Position.Bytes, other.Position.Form, other.Position.Files)
        && (Vouched.Count, Unvouched, Gap, Carried, Begins, FirstAudited) ==
            (other.Vouched.Count, other.Unvouched, other.Gap, other.Carried, other.Begins, other.FirstAudited)
        && Prints.Length == other.Prints.Length
        && Replay.Pcrs.Count == other.Replay.Pcrs.Count
        && Replay.Pcrs.Zip(other.Replay.Pcrs).All(pair => pair.First.Value.AsSpan().SequenceEqual(pair.Second.Value));

    /// <summary>All kept states, earliest first.</summary>
    internal IEnumerable<ReplayState> Kept => Earlier.Append(Replay);
}

/// <summary>A PCR for which the TPM vouched.</summary>
/// <param name="Algorithm">The bank: <c>sha256</c>.</param>
/// <param name="Pcr">Its number.</param>
public sealed record VouchedPcr(string Algorithm, int Pcr);

/// <summary>A list that was read before, by the id under which it is remembered.</summary>
public sealed record RememberedList(string ListId, ListMemory Memory);
