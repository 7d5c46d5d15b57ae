namespace IntegrityWatch.AuditRules;

/// <summary>The file <c>policies/system-calls.json</c>.</summary>
internal sealed record SystemCallFile
{
    public required string Source { get; init; }

    public required HashSet<string> B64 { get; init; }

    public required HashSet<string> B32 { get; init; }
}
