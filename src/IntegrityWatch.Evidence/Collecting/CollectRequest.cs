namespace IntegrityWatch.Evidence.Collecting;

/// <summary>What is to be packed, and as whose work.</summary>
public sealed record CollectRequest
{
    public required EvidenceRoot Root { get; init; }

    /// <summary>Of all files together, before they are compressed.</summary>
    public required long MostBytes { get; init; }

    /// <summary>True where the programs, libraries and modules are wanted that the measurement list names, as they lie on disk.</summary>
    public bool WithPrograms { get; init; }

    /// <summary>The program, as the manifest names it.</summary>
    public required (string Name, string Version) Tool { get; init; }

    /// <summary>The clock of this run.</summary>
    public required DateTimeOffset Now { get; init; }
}
