namespace IntegrityWatch.Evidence.Disk;

/// <summary>A file to hash.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Algorithms">One reading for all of them.</param>
/// <param name="OnlyPrograms">Leave it alone unless it is a program, library or module, and no link.</param>
public readonly record struct HashRequest(HostPath Path, IReadOnlyList<string> Algorithms, bool OnlyPrograms);
