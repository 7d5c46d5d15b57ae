namespace IntegrityWatch.Evidence.Collecting;

/// <summary>What an archive of evidence does not hold.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Reason">One line.</param>
/// <param name="IsLoss">True where less can be told for want of it; false where hosts are rightly without it.</param>
public sealed record MissingEvidence(string Path, string Reason, bool IsLoss);
