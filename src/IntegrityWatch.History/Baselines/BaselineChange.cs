namespace IntegrityWatch.History.Baselines;

/// <summary>What of one path differs between two baselines.</summary>
/// <param name="Path">The path.</param>
/// <param name="Before">Digests that only the first holds, in the order of their text.</param>
/// <param name="After">Digests that only the second holds.</param>
public sealed record BaselineChange(HostPath Path, IReadOnlyList<Digest> Before, IReadOnlyList<Digest> After);
