namespace IntegrityWatch.Detection;

/// <summary>What a capture is to approve, and in whose name.</summary>
public sealed record CaptureRequest
{
    /// <summary>A name for the generation; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Why it is captured; null where no reason is given.</summary>
    public string? Reason { get; init; }

    /// <summary>Who captures it.</summary>
    public required string By { get; init; }

    /// <summary>Paths whose content of now is approved even where it is suspicious.</summary>
    public IReadOnlyList<HostPath> Include { get; init; } = [];

    /// <summary>Leave out what this boot's list holds and the disk does not, such as an initramfs's copy.</summary>
    public bool DiskOnly { get; init; }

    /// <summary>Approve files of packages alone that changed since the latest generation and account for what lies there.</summary>
    public bool OnlyExplained { get; init; }

    /// <summary>Resolve what stays open of older contents of the paths that are approved.</summary>
    public bool Settle { get; init; }

    /// <summary>Write a record of the capture into the running host's audit log, which parts what was used before it from what came after.</summary>
    public bool MarksLog { get; init; }

    /// <summary>The record that was written; null where none could be.</summary>
    public OwnRecord? Own { get; init; }
}

/// <summary>A record of the audit log that a capture wrote itself.</summary>
/// <param name="Serial">Its number in this boot.</param>
/// <param name="Time">By the log's clock.</param>
public sealed record OwnRecord(uint Serial, DateTimeOffset Time);
