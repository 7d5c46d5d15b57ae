namespace IntegrityWatch.History;

/// <summary>What the last look at a host came to. It stands beside the history, so that a scan without news need not write that anew.</summary>
public sealed record LastScan
{
    /// <summary>By the clock of the run.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The verdict in the word of the exit code: <c>OK</c>, <c>WARNING</c>, <c>CRITICAL</c> or <c>UNKNOWN</c>. Null where it was not kept.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why the host could not be judged, in one sentence that may hold words of the host; null where it was.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about it; null where there is nothing to do, or it was judged.</summary>
    public string? Advice { get; init; }

    /// <summary>What was left out or could not be looked at, in a word or two each.</summary>
    public IReadOnlyList<string> NotLookedAt { get; init; } = [];

    /// <summary>What the last whole scan used: a scan that leaves one of these out is no whole one.</summary>
    public ScanSources Sources { get; init; }

    /// <summary>The host's name: text of any characters. Null where it was not known.</summary>
    public string? Host { get; init; }

    /// <summary>The root as the user named it.</summary>
    public string? Root { get; init; }

    /// <summary>The boot that was looked at.</summary>
    public string? BootId { get; init; }
}

/// <summary>What a scan looks at of the host's own.</summary>
[Flags]
public enum ScanSources
{
    None = 0,

    /// <summary>The measurement list below the root.</summary>
    List = 1,

    /// <summary>The audit log below the root.</summary>
    Audit = 2,

    /// <summary>The files on disk.</summary>
    Disk = 4,

    /// <summary>The running kernel: the root is the host that the program runs on.</summary>
    Kernel = 8,
}
