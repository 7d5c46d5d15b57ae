using IntegrityWatch.Detection;

namespace IntegrityWatch.Doctor;

/// <summary>Whether a host is able to tell.</summary>
public sealed record HealthReport
{
    public required string Host { get; init; }

    /// <summary>The folder under which its files lie.</summary>
    public required string Root { get; init; }

    /// <summary>In the order in which things depend on each other: what comes first is to be mended first.</summary>
    public required IReadOnlyList<HealthCheck> Checks { get; init; }

    /// <summary>
    /// What is known to be critical stays so whatever else could not be looked at. Without that, something essential that could not
    /// be looked at makes the whole unknown, and anything else that is not well a warning.
    /// </summary>
    public Verdict Verdict =>
        Checks.Any(check => check.State == Verdict.Critical) ? Verdict.Critical
        : Checks.Any(check => check is { State: Verdict.Unknown, IsEssential: true }) ? Verdict.Unknown
        : Checks.Any(check => check.State != Verdict.Ok) ? Verdict.Warning
        : Verdict.Ok;

    public int Count(Verdict state) => Checks.Count(check => check.State == state);
}
