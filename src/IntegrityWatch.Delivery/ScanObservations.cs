using IntegrityWatch.History;

namespace IntegrityWatch.Delivery;

/// <summary>What a scan saw, of the host and of its containers, for sinks that get observations.</summary>
/// <param name="Fresh">What was not known before.</param>
/// <param name="All">Everything that is known by now, for a sink that was told nothing yet; streams.</param>
public sealed record ScanObservations(IEnumerable<ObservedDigest> Fresh, IEnumerable<ObservedDigest> All);
