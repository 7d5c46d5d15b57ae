namespace IntegrityWatch.Evidence.Audit;

/// <summary>An event that was open when a read of the log ended: more of its records may follow.</summary>
public sealed record AuditOpenEvent
{
    /// <summary>The lines of its records as the log holds them, each with its newline.</summary>
    public required byte[] Records { get; init; }

    /// <summary>The log's clock when the latest of them was read, in milliseconds since 1970-01-01 UTC.</summary>
    public required long Touched { get; init; }

    /// <summary>The parent's program, its parent's, and so on, as the log told them before the event.</summary>
    public IReadOnlyList<HostPath> Lineage { get; init; } = [];

    /// <summary>False where it was so young that the read left it to the next.</summary>
    public bool WasTold { get; init; } = true;

    /// <summary>True where the log had not told of the process before the event.</summary>
    public bool IsNewProcess { get; init; }
}
