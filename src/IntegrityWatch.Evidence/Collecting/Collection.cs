namespace IntegrityWatch.Evidence.Collecting;

/// <summary>What an archive of evidence holds, in its order, and what it does not.</summary>
public sealed record Collection(IReadOnlyList<CollectedFile> Files, IReadOnlyList<MissingEvidence> Missing);

/// <summary>A file as it lies in the archive.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Lower-case hex, of what lies in the archive.</param>
/// <param name="Note">In what it is not the host's own; null where it is.</param>
public sealed record CollectedFile(string Path, long Bytes, string Sha256, string? Note);

/// <summary>What an archive of evidence does not hold.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Reason">One line.</param>
/// <param name="IsLoss">True where less can be told for want of it; false where hosts are rightly without it.</param>
public sealed record MissingEvidence(string Path, string Reason, bool IsLoss);
