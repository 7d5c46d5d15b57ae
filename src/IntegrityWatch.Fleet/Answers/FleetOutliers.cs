using IntegrityWatch.Detection;

namespace IntegrityWatch.Fleet.Answers;

/// <summary>What one host runs and no other does, or hardly any.</summary>
/// <param name="Reporting">How many hosts ever reported a file.</param>
/// <param name="MostHosts">On so many hosts something may be and still be an outlier.</param>
/// <param name="Outliers">The most suspicious first: where most other hosts agree on something else, and no package accounts for it.</param>
/// <param name="LeftOut">How many more there are.</param>
public sealed record FleetOutliers(long Reporting, int MostHosts, IReadOnlyList<FleetOutlier> Outliers, long LeftOut)
{
    public Verdict Verdict => Verdicts.Of(Outliers.Select(outlier => outlier.Severity).DefaultIfEmpty(Severity.Info).Max());
}
