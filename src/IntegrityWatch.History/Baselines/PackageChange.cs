namespace IntegrityWatch.History.Baselines;

/// <summary>A package that differs between two baselines.</summary>
/// <param name="Name">The package's.</param>
/// <param name="Before">Its version in the first; null where it is not in it.</param>
/// <param name="After">Its version in the second; null where it is not in it.</param>
public sealed record PackageChange(string Name, string? Before, string? After);
