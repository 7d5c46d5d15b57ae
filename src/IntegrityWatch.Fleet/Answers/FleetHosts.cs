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
