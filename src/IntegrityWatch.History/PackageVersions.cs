namespace IntegrityWatch.History;

/// <summary>The packages that were installed when a generation was made.</summary>
public sealed record PackageVersions
{
    /// <summary>The generation's number.</summary>
    public required int Generation { get; init; }

    /// <summary><c>dpkg</c> or <c>rpm</c>.</summary>
    public required string Manager { get; init; }

    /// <summary>The version of each, by the name that the manager gives it.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
