namespace IntegrityWatch.Model;

/// <summary>How bad it is, as the contract orders it.</summary>
internal enum Grade
{
    Info,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>What a finding is of: its kind, path and digest; an event has neither of the latter, and is told apart by what it is of.</summary>
internal readonly record struct Subject(string Kind, string Path, string Digest, string Event = "")
{
    public static readonly string[] Drift = ["new-file", "altered-file", "reverted-file"];

    public static readonly string[] Circumstances = ["suspicious-location", "fileless", "package-mismatch"];

    public bool IsOf(Content content) => Path == content.Path && Digest == content.Digest;
}

/// <summary>A content of a path.</summary>
internal readonly record struct Content(string Path, string Digest);

/// <summary>The life of one finding.</summary>
internal sealed record Told(Subject Subject, Grade Grade)
{
    public bool IsOpen { get; set; } = true;

    /// <summary>False until a report that names it was written.</summary>
    public bool IsDelivered { get; set; }

    /// <summary>True where something else than a scan told of it: whether its report named the finding is the report's matter.</summary>
    public bool IsStateOpen { get; set; }

    public bool IsResolved { get; set; }

    public bool IsExplained { get; set; }

    public Grade Grade { get; set; } = Grade;

    /// <summary>The generation that closed it; 0 for none.</summary>
    public int ClosedIn { get; set; }

    public string Line => $"{Subject.Kind} {Subject.Path} {(Subject.Digest == "-" ? "-" : Subject.Digest[..8])} {Grade.ToString().ToLowerInvariant()}"
        + $" {(IsDelivered ? "open" : "new")}";
}
