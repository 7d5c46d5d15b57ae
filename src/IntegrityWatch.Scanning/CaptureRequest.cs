namespace IntegrityWatch.Scanning;

/// <summary>What a capture is to approve, and in whose name.</summary>
public sealed record CaptureRequest
{
    /// <summary>A name for the generation; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Why it is captured; null where no reason is given.</summary>
    public string? Reason { get; init; }

    /// <summary>Who captures it.</summary>
    public required string By { get; init; }

    /// <summary>Paths to approve even where they are suspicious.</summary>
    public IReadOnlyList<HostPath> Include { get; init; } = [];

    /// <summary>Leave out what this boot's list holds and the disk does not, such as an initramfs's copy.</summary>
    public bool DiskOnly { get; init; }
}
