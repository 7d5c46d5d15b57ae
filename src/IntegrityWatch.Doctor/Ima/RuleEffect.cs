namespace IntegrityWatch.Doctor.Ima;

/// <summary>What a policy does on one occasion.</summary>
/// <param name="IsDone">True where it acts, at least under <paramref name="Limits"/>.</param>
/// <param name="Limits">Under which conditions only; empty where it always does.</param>
/// <param name="LeavesOutMemory">True where it does not act on files in memory: tmpfs, thus /dev/shm.</param>
internal sealed record RuleEffect(bool IsDone, IReadOnlyList<string> Limits, bool LeavesOutMemory)
{
    public bool IsWhole => IsDone && Limits.Count == 0;
}
