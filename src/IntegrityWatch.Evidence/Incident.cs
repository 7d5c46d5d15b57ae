using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Evidence;

/// <summary>Something that happened to a path since the last scan, and how often.</summary>
public sealed record Incident
{
    public required FindingKind Kind { get; init; }

    /// <summary>Empty where it concerns the evidence as a whole.</summary>
    public HostPath Path { get; init; }

    /// <summary>Tells it from others of its kind on the same path; never text from the host.</summary>
    public string Subject { get; init; } = "";

    public Digest? Digest { get; init; }

    public long Count { get; init; } = 1;

    public required EvidenceSources Sources { get; init; }

    /// <summary>
    /// Why: in the kernel's word where audit tells (<c>ToMToU</c>, <c>invalid-hash</c>), otherwise a sentence of this program.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>Of an <see cref="FindingKind.EvidenceGap"/>: which; null for all other kinds.</summary>
    public EvidenceGapCause? Gap { get; init; }

    /// <summary>Of a gap: the boot that it is of, where that is an earlier one than the evidence's.</summary>
    public string? Boot { get; init; }

    /// <summary>
    /// True where every look tells of it for as long as it holds: to be told again is no news, only that it got worse, which its count says.
    /// </summary>
    public bool Persists { get; init; }

    /// <summary>Where it stands in the log, of what only the log tells of: news is what stands behind the remembered place.</summary>
    public LogPlace? Logged { get; init; }

    public ProcessInfo? Process { get; init; }
}
