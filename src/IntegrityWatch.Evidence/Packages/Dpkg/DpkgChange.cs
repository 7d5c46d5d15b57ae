namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>An installation that the log tells of.</summary>
/// <param name="At">UTC: when dpkg began to unpack it.</param>
/// <param name="Previous">The version that it replaced, if another.</param>
internal sealed record DpkgChange(DateTimeOffset At, string? Previous);
