namespace IntegrityWatch.Fleet.Answers;

/// <summary>On how many hosts a digest or a path was seen.</summary>
/// <param name="Seen">On how many hosts any of it was seen.</param>
/// <param name="Reporting">How many hosts ever reported a file.</param>
/// <param name="Digests">The most prevalent first.</param>
public sealed record FleetPrevalence(long Seen, long Reporting, IReadOnlyList<PrevalentDigest> Digests);
