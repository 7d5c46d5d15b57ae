namespace IntegrityWatch.History.Records;

/// <summary>The collections of a history.</summary>
internal static class Collections
{
    public const string Meta = "meta";
    public const string Generations = "generations";
    public const string Packages = "packages";
    public const string Approvals = "approvals";

    /// <summary>An <see cref="IndexEntry"/> for each approval, under its key with the digest's hash first.</summary>
    public const string ApprovalsByDigest = "approvalsByDigest";

    /// <summary>An <see cref="IndexEntry"/> for each approval that is superseded, under its key.</summary>
    public const string Superseded = "superseded";

    /// <summary>What people decided about findings: see <see cref="Decision"/>.</summary>
    public const string Decisions = "decisions";

    /// <summary>What files were when a scan hashed them.</summary>
    public const string Hashed = "hashed";

    /// <summary>Holds one document, <see cref="JudgedBy"/>.</summary>
    public const string JudgedBy = "judgedBy";

    public const string Observed = "observed";

    /// <summary>What was observed of other realms than the host's.</summary>
    public const string Elsewhere = "elsewhere";
    public const string Incidents = "incidents";
    public const string Findings = "findings";
    public const string Cursors = "cursors";
    public const string AuditCursors = "auditCursors";

    public const string Sinks = "sinks";
    public const string Outbox = "outbox";

    /// <summary>Holds one document, <see cref="DocumentCounts"/>.</summary>
    public const string Counts = "counts";
}
