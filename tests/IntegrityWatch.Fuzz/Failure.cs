namespace IntegrityWatch.Fuzz;

/// <summary>An input that a target does not stand.</summary>
internal sealed record Failure(IFuzzTarget Target, long Number, byte[] Input, string What);
