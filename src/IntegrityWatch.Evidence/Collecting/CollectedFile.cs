namespace IntegrityWatch.Evidence.Collecting;

/// <summary>A file as it lies in the archive.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Lower-case hex, of what lies in the archive.</param>
/// <param name="Note">In what it is not the host's own; null where it is.</param>
public sealed record CollectedFile(string Path, long Bytes, string Sha256, string? Note);
