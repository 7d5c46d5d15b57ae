using IntegrityWatch.Detection;

namespace IntegrityWatch.Doctor;

/// <summary>What came of one look at whether a host is able to tell.</summary>
/// <param name="Id">Stable, for machines: <c>policy.programs</c>.</param>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="State">Unknown where it could not be looked at.</param>
/// <param name="Message">What was found and what that means; one sentence, which can hold words of the host.</param>
/// <param name="Advice">The next step: a command, or what to write where; null where there is nothing to do.</param>
public sealed record CheckResult(string Id, string Subject, Verdict State, string Message, string? Advice = null)
{
    /// <summary>True where the host cannot be judged without it: unknown is the answer to the whole question then.</summary>
    public bool IsEssential { get; init; }
}
