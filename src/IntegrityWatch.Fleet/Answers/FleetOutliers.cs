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

/// <summary>Content of a file that hardly any other host has.</summary>
public sealed record FleetOutlier
{
    public required string Host { get; init; }

    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    /// <summary>How many hosts have this content under this path.</summary>
    public required long Hosts { get; init; }

    /// <summary>How many hosts have the path, with whatever content.</summary>
    public required long HostsWithPath { get; init; }

    /// <summary>The content that most of the others have there; null where no other has the path.</summary>
    public Digest? Common { get; init; }

    /// <summary>How many hosts have that.</summary>
    public long HostsWithCommon { get; init; }

    /// <summary>By the host's clock.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>The package and version that the host says it belongs to: text of any characters; null for none.</summary>
    public string? Package { get; init; }

    /// <summary>True where it is what that package installed, as the host says, and no other host has something else of the same version.</summary>
    public bool MatchesPackage { get; init; }

    /// <summary>
    /// Medium where the others agree on something else, low where it is a file of its own, info where a package accounts for it.
    /// </summary>
    public Severity Severity
    {
        get
        {
            if (MatchesPackage)
                return Severity.Info;
            return HostsWithCommon > Hosts ? Severity.Medium : Severity.Low;
        }
    }
}
