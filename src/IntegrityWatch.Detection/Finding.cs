using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
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

    /// <summary>Whose it is.</summary>
    public Realm Realm { get; init; }

    /// <summary>Of another realm than the host's: the container's label or root, or the node's name. Text of any characters.</summary>
    public string? Container { get; init; }

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

    /// <summary>The path rule that decided how bad it is; null where none did.</summary>
    public PathRuleWord? PathRule { get; init; }

    /// <summary>The rule that decided how bad it is: a path rule, or the one that made it.</summary>
    public string DecidedBy => PathRule?.Id ?? Rule;

    /// <summary>True where a path rule made it less bad than it is by itself.</summary>
    public bool IsLowered => PathRule is { } rule && Severity < rule.Otherwise;

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

    /// <summary>True where what is said in <see cref="Explanation"/> accounts for it: no alarm is called for.</summary>
    public bool Explained { get; init; }

    /// <summary>True where its severity fell for a reason of its own besides, such as that it was only read.</summary>
    public bool Softened { get; init; }

    /// <summary>What speaks for the file: its package, and whose valid signature it carries. Text of any characters; null where nothing does.</summary>
    public string? Support => (Explanation, SignedBy) switch
    {
        (_, null) => Explanation,
        (null, _) => $"carries a valid IMA signature by {SignedBy}",
        _ => $"{Explanation}; carries a valid IMA signature by {SignedBy}",
    };

    /// <summary>The message, and what speaks for the file: text of any characters.</summary>
    public string Sentence => string.Join("; ", new[] { Message, Support, PathRule?.Message }.OfType<string>());

    /// <summary>The package that owns the path; null where none is known to.</summary>
    public PackageNote? Package { get; init; }

    public ProcessInfo? Process { get; init; }

    /// <summary>The ids of the other findings on the same path and digest.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];
}

/// <summary>What a path rule says to a finding.</summary>
/// <param name="Id">Which rule.</param>
/// <param name="Otherwise">How bad it is without that rule.</param>
/// <param name="Message">Why, in the policy's words: text of any characters. Null where the rule does not say.</param>
public sealed record PathRuleWord(string Id, Severity Otherwise, string? Message);

/// <summary>Where a finding is in its life.</summary>
public enum FindingState
{
    /// <summary>Found by this scan.</summary>
    New,

    /// <summary>Reported by an earlier scan and still true.</summary>
    Open,
}

/// <summary>The one order in which findings are told: new ones first, the worst first, then by path and kind.</summary>
public sealed class FindingOrder : IComparer<Finding>
{
    public static readonly FindingOrder Instance = new();

    public int Compare(Finding? left, Finding? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        var byState = left.State.CompareTo(right.State);
        if (byState != 0)
            return byState;
        var bySeverity = right.Severity.CompareTo(left.Severity);
        if (bySeverity != 0)
            return bySeverity;
        var byPath = left.Path.CompareTo(right.Path);
        if (byPath != 0)
            return byPath;
        var byKind = left.Kind.CompareTo(right.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(left.Id, right.Id);
    }
}

/// <summary>A finding's id: the first 48 bits of SHA-256 over what makes it that finding and no other.</summary>
public static class FindingId
{
    public static string Of(FindingKind kind, HostPath path, Digest? digest, Realm realm = Realm.Host, string? container = null) =>
        Of(kind, path, digest?.ToString() ?? "", realm, container);

    /// <param name="kind">What is told.</param>
    /// <param name="path">Of which file; empty for the host as a whole.</param>
    /// <param name="subject">See <see cref="Incident.Subject"/>.</param>
    /// <param name="realm">Whose it is: the host's ids are those of a version that knew no realms.</param>
    /// <param name="container">See <see cref="Finding.Container"/>.</param>
    public static string Of(FindingKind kind, HostPath path, string subject, Realm realm = Realm.Host, string? container = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // A path holds no NUL, so the parts cannot run into one another.
        hash.AppendData(Encoding.UTF8.GetBytes(kind.Name() + "\0"));
        hash.AppendData(path.Bytes);
        hash.AppendData(Encoding.UTF8.GetBytes("\0" + subject));
        if (realm != Realm.Host)
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{(int)realm}\0{container}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
