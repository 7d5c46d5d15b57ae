namespace IntegrityWatch.History.Baselines;

/// <summary>Whether a generation is what it was when it was made.</summary>
/// <param name="Generation">As the history tells of it.</param>
/// <param name="Fault">Why it is not, in a few words; null where nothing speaks against it.</param>
public sealed record GenerationVerdict(Generation Generation, string? Fault)
{
    public bool Holds => Fault is null;
}
