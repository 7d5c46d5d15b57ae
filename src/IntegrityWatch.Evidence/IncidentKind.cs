namespace IntegrityWatch.Evidence;

/// <summary>What the measurement list can say of a file without being able to name its content.</summary>
public enum IncidentKind
{
    /// <summary>Template digest all zero: the file was written while it was read (ToMToU), or open for writing.</summary>
    Violation,

    /// <summary>File digest all zero in an entry that is no violation: the kernel could not hash the file.</summary>
    Unmeasurable,
}
