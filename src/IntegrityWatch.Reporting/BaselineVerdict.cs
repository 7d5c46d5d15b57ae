using IntegrityWatch.Detection;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Reporting;

/// <summary>What speaks for an exported baseline, and what against it.</summary>
/// <param name="File">Its name, as it was given.</param>
/// <param name="Document">What it holds; null where it was edited.</param>
/// <param name="Fault">Why it is not to be believed, in a few words; null where nothing speaks against it.</param>
/// <param name="IsSigned">Whether its signature is of the key given; null where none was asked for, or it did not come to that.</param>
public sealed record BaselineVerdict(string File, BaselineDocument? Document, string? Fault, bool? IsSigned)
{
    public Verdict Verdict => Fault is null ? Verdict.Ok : Verdict.Critical;
}
