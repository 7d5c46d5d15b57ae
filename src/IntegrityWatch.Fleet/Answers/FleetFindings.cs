using IntegrityWatch.Detection;

namespace IntegrityWatch.Fleet.Answers;

/// <summary>What is open in the fleet.</summary>
/// <param name="Open">The worst first, then the latest.</param>
/// <param name="LeftOut">How many more there are.</param>
/// <param name="Worst">The worst of all, also of those left out; info where nothing is open.</param>
public sealed record FleetFindings(IReadOnlyList<FleetFinding> Open, long LeftOut, Severity Worst)
{
    public Verdict Verdict => Verdicts.Of(Worst);
}
