namespace IntegrityWatch.Detection.Indicators;

/// <summary>A threat group or a family of malware as a policy file writes it.</summary>
internal sealed record IndicatorGroupEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Its id in ATT&amp;CK, such as G0106 or S0599.</summary>
    public string? Attack { get; set; }

    /// <summary>Public reports that name its indicators: addresses or titles.</summary>
    public IReadOnlyList<string> Sources { get; set; } = [];

    /// <summary>What is matched against the programs, libraries and modules that ran.</summary>
    public required IReadOnlyList<IndicatorEntry> Indicators { get; init; }

    /// <summary>Files that never run, such as cron files and locks: for people, and for rules about writing.</summary>
    public IReadOnlyList<string> Artifacts { get; set; } = [];
}
