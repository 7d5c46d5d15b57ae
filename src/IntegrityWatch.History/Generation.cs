using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History;

/// <summary>What was approved at one time: from here on, it is expected on this host.</summary>
public sealed record Generation
{
    /// <summary>1 for the first, one more for each that follows.</summary>
    public required int Number { get; init; }

    public required GenerationOrigin Origin { get; init; }

    public string? Name { get; init; }

    public string? Reason { get; init; }

    /// <summary>Who made it: the login name.</summary>
    public string? By { get; init; }

    /// <summary>By the clock of the program that made it.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>By the evidence's own clock: what the evidence tells of later came after this generation.</summary>
    public required DateTimeOffset EvidenceAt { get; init; }

    public string? BootId { get; init; }

    /// <summary>Where the log stood when it was made; null where no log was read.</summary>
    public LogMark? Mark { get; init; }

    /// <summary>The generation that this one takes back; null for all others.</summary>
    public int? Undoes { get; init; }

    /// <summary>How many paths have an approved digest in it.</summary>
    public required int Paths { get; init; }

    /// <summary>SHA-256 of its content, as <see cref="Baselines.BaselineContent.Digest"/> makes it.</summary>
    public required string Content { get; init; }

    /// <summary>
    /// SHA-256 of all of the above and of the generation before: whoever knows it knows whether any of them was changed since.
    /// </summary>
    public required string Chain { get; init; }
}

/// <summary>What made a generation.</summary>
public enum GenerationOrigin
{
    /// <summary>A look at the host.</summary>
    Capture,

    /// <summary>A person accepted single files.</summary>
    Acceptance,

    /// <summary>A file that was made on this host or another.</summary>
    Import,

    /// <summary>A person said that findings were dealt with; approves nothing.</summary>
    Resolution,

    /// <summary>Takes back the generation before it.</summary>
    Undo,

    /// <summary>What was accepted or included before the history's format was changed became decisions; approves nothing.</summary>
    Migration,
}

/// <summary>Where the audit log stood when a generation was made.</summary>
/// <param name="Last">The last record that was read before it.</param>
/// <param name="Own">The record that the capture wrote itself, which parts before from after; null where none could be written.</param>
public sealed record LogMark(LogPlace Last, LogPlace? Own = null);

/// <summary>Where a generation comes from, as its maker says it. See <see cref="Generation"/>.</summary>
public sealed record GenerationFacts(GenerationOrigin Origin, DateTimeOffset EvidenceAt)
{
    public string? Name { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }

    public string? BootId { get; init; }

    /// <inheritdoc cref="Generation.Mark"/>
    public LogMark? Mark { get; init; }

    /// <inheritdoc cref="Generation.Undoes"/>
    public int? Undoes { get; init; }
}

/// <summary>The packages that were installed when a generation was made.</summary>
public sealed record PackageVersions
{
    /// <summary>The generation's number.</summary>
    public required int Generation { get; init; }

    /// <summary>The name of the package manager, such as <c>dpkg</c>.</summary>
    public required string Manager { get; init; }

    /// <summary>The version of each, by the name that the manager gives it.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>
    /// By the same names, a digest over all that each package says of its files: for one version always the same. Of those of which it was known.
    /// </summary>
    public IReadOnlyDictionary<string, string> Lists { get; init; } = new Dictionary<string, string>();
}
