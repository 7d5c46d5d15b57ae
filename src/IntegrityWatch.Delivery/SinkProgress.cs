namespace IntegrityWatch.Delivery;

/// <summary>What a sink was told before a scan.</summary>
/// <param name="Scan">The number of the latest scan of whose findings it was told; what changed in a later one is news to it.</param>
/// <param name="Generation">The number of the latest generation that it was told of; 0 for none.</param>
/// <param name="IsNew">True where nothing is known of it.</param>
/// <param name="IsBehind">True where it is new, or missed something since it was told everything.</param>
public readonly record struct SinkProgress(long Scan, int Generation, bool IsNew, bool IsBehind);
