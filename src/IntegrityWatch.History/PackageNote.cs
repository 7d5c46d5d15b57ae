using IntegrityWatch.Evidence.Fields;

namespace IntegrityWatch.History;

/// <summary>What the package manager said of a file when it was seen. It explains, and proves nothing: root can write what it says.</summary>
public sealed record PackageNote
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>When this version was installed last; null where nothing tells.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The version before that; null where nothing tells.</summary>
    public string? PreviousVersion { get; init; }

    /// <summary>
    /// Whether the file was, with the digest that was seen, what the package installed. Null where that cannot be told: the file on
    /// disk is gone or another by now, or the manager keeps no digest of it.
    /// </summary>
    public bool? MatchesManifest { get; init; }

    /// <summary>A digest over all that the package says of its files; null where it could not be told.</summary>
    public string? List { get; init; }

    /// <summary>True for a maintainer's script that the package manager itself runs.</summary>
    public bool IsScript { get; init; }

    /// <summary>True for a module that was built on the host from the package's source.</summary>
    public bool IsBuilt { get; init; }
}

/// <summary>The fields of a package.</summary>
public static class PackageFields
{
    public static readonly IReadOnlyList<Field<PackageNote>> All =
    [
        new(new() { Stored = "name", IsRequired = true, Json = "name", Flat = ("package", 30), Ecs = ["package.name"], Line = "package" },
            package => package.Name, (package, value) => package with { Name = value.Text }),
        new(new() { Stored = "version", IsRequired = true, Json = "version", Flat = ("package_version", 30), Ecs = ["package.version"] },
            package => package.Version, (package, value) => package with { Version = value.Text }),
        new(new() { Cef = CefKey.String(5, "package") }, package => $"{package.Name} {package.Version}"),
        new(new() { Stored = "changed", Json = "installedAt", Ecs = ["package.installed"] },
            package => package.ChangedAt, (package, value) => package with { ChangedAt = (DateTimeOffset?)value }),
        new(new() { Stored = "previous" },
            package => package.PreviousVersion, (package, value) => package with { PreviousVersion = (string?)value }),
        new(new() { Stored = "matches", Json = "matchesManifest" },
            package => package.MatchesManifest, (package, value) => package with { MatchesManifest = (bool?)value }),
        new(new() { Stored = "list" },
            package => package.List, (package, value) => package with { List = (string?)value }),
        new(new() { Stored = "script" },
            package => package.IsScript, (package, value) => package with { IsScript = (bool)value }),
        new(new() { Stored = "built" },
            package => package.IsBuilt, (package, value) => package with { IsBuilt = (bool)value }),
    ];
}
