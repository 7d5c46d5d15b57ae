using IntegrityWatch.Detection.Reports;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>A scan: what the host is by it, and which findings it left open.</summary>
internal sealed record ScanRow : StoreRow
{
    private const int MostCharacters = 200;

    /// <summary>By the host's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public string? Host { get; init; }

    public string? Version { get; init; }

    public string? Boot { get; init; }

    /// <summary>The scan's exit code.</summary>
    public required short Status { get; init; }

    /// <summary>Why the host could not be judged; null where it was.</summary>
    public string? Reason { get; init; }

    /// <summary>How old the scan may be before it says nothing of the host, in seconds; null where the program there did not say.</summary>
    public long? MaxAge { get; init; }

    /// <summary>How many findings are open, the least severe first.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    public int? Generation { get; init; }

    public bool? TpmVerified { get; init; }

    /// <summary>The ids of the findings that are open, in their order.</summary>
    public required IReadOnlyList<string> Open { get; init; }

    public override bool Fits => Counts.Count == Enum.GetValues<Detection.Severity>().Length && Status is >= 0 and <= 3 && MaxAge is null or > 0;

    public static ScanRow Of(FindingsReport report) => new()
    {
        At = report.Now,
        Host = StoreText.Of(report.Host, MostCharacters),
        Version = StoreText.Of(report.Tool.Version, MostCharacters),
        Boot = StoreText.Of(report.Scan?.BootId, MostCharacters),
        Status = (short)report.Verdict,
        Reason = StoreText.Of(report.Sight.Reason, Columns.Reason),
        MaxAge = (long?)report.Scan?.MaxScanAge?.TotalSeconds,
        Counts = [.. Enum.GetValues<Detection.Severity>().Order().Select(severity => (long)report.Findings.Count(severity))],
        Generation = report.Baseline?.Number,
        TpmVerified = report.Scan?.List?.Verified,
        Open = [.. report.Findings.Open.Select(finding => finding.Id).Order(StringComparer.Ordinal)],
    };
}
