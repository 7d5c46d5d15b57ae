namespace IntegrityWatch.History;

/// <summary>The packages that were installed when a generation was made.</summary>
public sealed record PackageVersions
{
    /// <summary>The generation's number.</summary>
    public required int Generation { get; init; }

    /// <summary>The name of the package manager, such as <c>dpkg</c>.</summary>
    public required string Manager { get; init; }

    /// <summary>The version of each, by the name that the manager gives it.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
