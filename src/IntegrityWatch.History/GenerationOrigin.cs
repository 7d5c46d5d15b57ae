namespace IntegrityWatch.History;

/// <summary>What made a generation.</summary>
public enum GenerationOrigin
{
    /// <summary>A look at the host.</summary>
    Capture,

    /// <summary>A person accepted single files.</summary>
    Acceptance,

    /// <summary>A file that was made on this host or another.</summary>
    Import,
}
