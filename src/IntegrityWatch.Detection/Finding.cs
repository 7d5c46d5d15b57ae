using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>One thing that a person should know, with all that is known of it.</summary>
public sealed record Finding
{
    /// <summary>The same for the same kind, path and digest in every run: 12 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required FindingKind Kind { get; init; }

    public required Severity Severity { get; init; }

    public FindingState State { get; init; }

    /// <summary>See <see cref="FindingLife.FoundAt"/>; null where it was told without its life.</summary>
    public DateTimeOffset? FoundAt { get; init; }

    /// <summary>See <see cref="FindingLife.ChangedIn"/>.</summary>
    public long ChangedIn { get; init; }

    /// <summary>Empty for a finding about the host as a whole.</summary>
    public HostPath Path { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>See <see cref="Incident.Subject"/>; empty for what is no incident.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The path's other digests, earliest first.</summary>
    public IReadOnlyList<KnownDigest> Known { get; init; } = [];

    public EvidenceSources Sources { get; init; }

    public DateTimeOffset? FirstSeen { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    public IReadOnlyList<Technique> Techniques { get; init; } = [];

    /// <summary>The rule that made it, as the policy names it.</summary>
    public required string Rule { get; init; }

    /// <summary>One sentence for people; holds no text from the host.</summary>
    public required string Message { get; init; }

    /// <summary>Other paths for which the digest is approved, in byte order.</summary>
    public IReadOnlyList<HostPath> SameDigestAs { get; init; } = [];

    /// <summary>True where another file may bear the same name in the list, such as a container's.</summary>
    public bool Ambiguous { get; init; }

    /// <summary>The key of a valid IMA signature that the file carries: text of any characters, to be escaped.</summary>
    public string? SignedBy { get; init; }

    /// <summary>
    /// What a package manager says to it, such as an upgrade that accounts for it, or where it is known from: text of any characters,
    /// to be escaped.
    /// </summary>
    public string? Explanation { get; init; }

    /// <summary>What speaks for the file: its package, and whose valid signature it carries. Text of any characters; null where nothing does.</summary>
    public string? Support => (Explanation, SignedBy) switch
    {
        (_, null) => Explanation,
        (null, _) => $"carries a valid IMA signature by {SignedBy}",
        _ => $"{Explanation}; carries a valid IMA signature by {SignedBy}",
    };

    /// <summary>The message, and what speaks for the file: text of any characters.</summary>
    public string Sentence => Support is { } support ? $"{Message}; {support}" : Message;

    /// <summary>The package that owns the path; null where none is known to.</summary>
    public PackageNote? Package { get; init; }

    public ProcessInfo? Process { get; init; }

    /// <summary>The ids of the other findings on the same path and digest.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];
}

/// <summary>Where a finding is in its life.</summary>
public enum FindingState
{
    /// <summary>Found by this scan.</summary>
    New,

    /// <summary>Reported by an earlier scan and still true.</summary>
    Open,
}
