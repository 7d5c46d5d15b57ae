namespace IntegrityWatch.Delivery.Transports;

/// <summary>Messages parted into those that can be carried and those that never can.</summary>
/// <param name="Messages">Those that can, in their order.</param>
/// <param name="Refused">How many cannot.</param>
/// <param name="Problem">Why the first of those cannot; null where there is none.</param>
internal sealed record Screened(IReadOnlyList<ReadOnlyMemory<byte>> Messages, int Refused, string? Problem)
{
    /// <summary>The outcome where all that can be carried was.</summary>
    public TransportOutcome Taken(string? answer) =>
        new() { Taken = Messages.Count + Refused, Refused = Refused, Problem = Problem, Answer = answer };
}
