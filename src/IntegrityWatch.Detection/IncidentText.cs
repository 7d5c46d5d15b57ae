namespace IntegrityWatch.Detection;

/// <summary>What an incident is called in a sentence.</summary>
internal static class IncidentText
{
    /// <param name="cause">The kernel's word, from a log that can be edited, or this program's own sentence.</param>
    public static string Of(FindingKind kind, string? cause) => kind switch
    {
        FindingKind.Violation => $"the kernel could not vouch for what was read: {Violation(cause)}",
        FindingKind.Unmeasurable => "the kernel could not hash it, so nobody knows what ran",
        FindingKind.AppraisalFailed => $"the kernel's appraisal of it failed: {Word(cause)}",
        _ => cause ?? "the evidence does not hold together",
    };

    private static string Violation(string? cause) => cause switch
    {
        "ToMToU" => "it was opened for writing while it was in use (ToMToU)",
        "open_writers" => "it was open for writing at the time (open-writers)",
        _ => "it was being written at the time",
    };

    /// <summary>A word of the kernel's is letters and marks between them; anything else is not repeated.</summary>
    private static string Word(string? cause) =>
        cause is { Length: > 0 and <= 64 } && cause.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or ' ' or '(' or ')')
            ? cause
            : "for a reason that is not known here";
}
