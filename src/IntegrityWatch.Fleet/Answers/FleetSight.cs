using IntegrityWatch.Detection;

namespace IntegrityWatch.Fleet.Answers;

/// <summary>Which of the hosts that a question is about were not looked at, or contradict themselves: no answer about them is clean.</summary>
/// <param name="Hosts">Those hosts, and no others.</param>
public sealed record FleetSight(IReadOnlyList<FleetHost> Hosts)
{
    /// <summary>Every host was looked at, or the answer itself says which were not.</summary>
    public static FleetSight Whole { get; } = new([]);

    public Verdict Verdict => Verdicts.Worst(Hosts.Select(host => host.IsContradictory ? Verdict.Critical : Verdict.Unknown));

    /// <param name="hosts">All of the fleet.</param>
    /// <param name="host">The one that the question is about; null for all.</param>
    public static FleetSight Of(FleetHosts hosts, string? host) =>
        new([.. hosts.Hosts.Where(known => (host is null || known.Name == host) && (known.IsUnseen || known.IsContradictory))]);
}
