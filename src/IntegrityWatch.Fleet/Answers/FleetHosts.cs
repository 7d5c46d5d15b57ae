using IntegrityWatch.Detection;

namespace IntegrityWatch.Fleet.Answers;

/// <summary>Who reported when, with which status.</summary>
/// <param name="Hosts">The worst first, then by name.</param>
/// <param name="Now">By the store's clock.</param>
public sealed record FleetHosts(IReadOnlyList<FleetHost> Hosts, DateTimeOffset Now)
{
    /// <summary>What is critical on one host is not hidden by another that says nothing; silence is worse than a warning.</summary>
    public Verdict Verdict => Hosts.Count == 0 ? Verdict.Unknown : Verdicts.Worst(Hosts.Select(host => host.Verdict));
}

/// <summary>One host, as it last reported to the central store.</summary>
public sealed record FleetHost
{
    /// <summary>The role under which it reports: what the store vouches for, whatever the host calls itself.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>When it no longer had to report; null while it has to.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>When its latest scan arrived, by the store's clock; null where none ever did.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>When that scan was made, by the host's clock.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>What it calls itself: text of any characters.</summary>
    public string? CallsItself { get; init; }

    /// <summary>The worst of what was open there.</summary>
    public Verdict? Status { get; init; }

    /// <summary>Why it could not be judged by then, as it says: text of any characters; null where it could.</summary>
    public string? Reason { get; init; }

    /// <summary>How old its scan may be before it says nothing of it, by its own policy; null where it did not say.</summary>
    public TimeSpan? MaxScanAge { get; init; }

    /// <summary>How many findings were open there, by severity; empty where it never reported.</summary>
    public IReadOnlyDictionary<Severity, long> Open { get; init; } = new Dictionary<Severity, long>();

    /// <summary>The generation that it is compared with; null before its first capture.</summary>
    public int? Generation { get; init; }

    /// <summary>Null where it could not be told.</summary>
    public bool? TpmVerified { get; init; }

    /// <summary>Of the program there: text of any characters.</summary>
    public string? Version { get; init; }

    /// <summary>Generations of which it told two different things: its history was rewritten, or rebuilt.</summary>
    public IReadOnlyList<int> RewrittenGenerations { get; init; } = [];

    /// <summary>True where it has to report, and did not for too long, or what it reported last is of a scan that is too old.</summary>
    public bool IsSilent { get; init; }

    /// <summary>True where nothing can be said of it now: it is silent, never reported, or could not be judged by its last scan.</summary>
    public bool IsUnseen => RetiredAt is null && (IsSilent || Status is null or Verdict.Unknown || Reason is not null);

    /// <summary>True where it contradicts itself.</summary>
    public bool IsContradictory => RetiredAt is null && RewrittenGenerations.Count > 0;

    /// <summary>A rewritten history is critical, silence unknown; of a retired host nothing is expected.</summary>
    public Verdict Verdict
    {
        get
        {
            if (RetiredAt is not null)
                return Verdict.Ok;
            if (RewrittenGenerations.Count > 0 || Status == Verdict.Critical)
                return Verdict.Critical;
            return IsUnseen ? Verdict.Unknown : Status!.Value;
        }
    }
}
