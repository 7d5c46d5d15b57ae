using IntegrityWatch.Evidence.Fields;

namespace IntegrityWatch.History;

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
        new(new() { Stored = "script" },
            package => package.IsScript, (package, value) => package with { IsScript = (bool)value }),
    ];
}
