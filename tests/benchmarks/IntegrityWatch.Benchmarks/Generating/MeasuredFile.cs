namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>A file as a measurement list names it: its path's bytes and the SHA-256 of its content.</summary>
internal readonly record struct MeasuredFile(byte[] Path, byte[] Digest);
