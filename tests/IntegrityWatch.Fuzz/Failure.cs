namespace IntegrityWatch.Fuzz;

/// <summary>An input that a target does not stand.</summary>
/// <param name="Target">The target.</param>
/// <param name="Number">Which of its inputs.</param>
/// <param name="Input">The input.</param>
/// <param name="What">What happened, for people.</param>
/// <param name="Way">The same for all that fail the same way: the kind of the exception and where it began.</param>
internal sealed record Failure(IFuzzTarget Target, long Number, byte[] Input, string What, string Way);
