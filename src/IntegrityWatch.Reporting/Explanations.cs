using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting;

/// <summary>What speaks for a file that a finding tells of. Holds text from the host, of any characters.</summary>
internal static class Explanations
{
    /// <summary>Null where nothing does.</summary>
    public static string? Of(Finding finding)
    {
        var signed = finding.SignedBy is { } key ? $"carries a valid IMA signature by {key}" : null;
        return (finding.Explanation, signed) switch
        {
            (null, null) => null,
            ({ } package, null) => package,
            (null, { } signature) => signature,
            ({ } package, { } signature) => $"{package}; {signature}",
        };
    }
}
