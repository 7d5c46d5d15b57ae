namespace IntegrityWatch.Fuzz;

/// <summary>What a target was given so far.</summary>
internal sealed class Tally
{
    public long Inputs { get; set; }

    public long Bytes { get; set; }

    /// <summary>Inputs that the target refused, as it may.</summary>
    public long Refused { get; set; }

    /// <summary>Processor time of the worker.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>The most that one input made the target allocate, in bytes.</summary>
    public long MostAllocated { get; set; }
}
