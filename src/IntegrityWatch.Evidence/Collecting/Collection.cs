namespace IntegrityWatch.Evidence.Collecting;

/// <summary>What an archive of evidence holds, in its order, and what it does not.</summary>
public sealed record Collection(IReadOnlyList<CollectedFile> Files, IReadOnlyList<MissingEvidence> Missing);
