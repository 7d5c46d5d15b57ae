using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What is open in the fleet.</summary>
/// <param name="Open">The worst first, then the latest.</param>
/// <param name="LeftOut">How many more there are.</param>
/// <param name="Worst">The worst of all, also of those left out; <see cref="Severity.Info"/> where nothing is open, null where no host ever reported.</param>
public sealed record FleetFindings(IReadOnlyList<FleetFinding> Open, long LeftOut, Severity? Worst)
{
    /// <summary>Of whom nobody heard nobody knows.</summary>
    public Verdict Verdict => Worst is { } worst ? Verdicts.Of(worst) : Verdict.Unknown;
}
