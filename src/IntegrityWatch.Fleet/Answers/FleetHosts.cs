using IntegrityWatch.Detection;

namespace IntegrityWatch.Fleet.Answers;

/// <summary>Who reported when, with which status.</summary>
/// <param name="Hosts">The worst first, then by name.</param>
/// <param name="Now">By the store's clock.</param>
public sealed record FleetHosts(IReadOnlyList<FleetHost> Hosts, DateTimeOffset Now)
{
    /// <summary>What is critical on one host is not hidden by another that says nothing; silence is worse than a warning.</summary>
    public Verdict Verdict
    {
        get
        {
            Verdict[] byWeight = [Verdict.Critical, Verdict.Unknown, Verdict.Warning];
            foreach (var verdict in byWeight)
                if (Hosts.Any(host => host.Verdict == verdict))
                    return verdict;
            return Hosts.Count > 0 ? Verdict.Ok : Verdict.Unknown;
        }
    }
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

    /// <summary>True where it has to report, and did not for too long.</summary>
    public bool IsSilent { get; init; }

    /// <summary>A rewritten history is critical, silence unknown; of a retired host nothing is expected.</summary>
    public Verdict Verdict
    {
        get
        {
            if (RetiredAt is not null)
                return Verdict.Ok;
            if (RewrittenGenerations.Count > 0 || Status == Verdict.Critical)
                return Verdict.Critical;
            return IsSilent ? Verdict.Unknown : Status ?? Verdict.Unknown;
        }
    }
}
