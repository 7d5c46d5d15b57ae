namespace IntegrityWatch.Configuration;

/// <summary>One key that the configuration can have, and what may stand under it.</summary>
/// <param name="Name">In camel case.</param>
/// <param name="Shape">What its value is.</param>
/// <param name="Keys">Of each object in a list of objects; empty otherwise.</param>
internal sealed record SettingKey(string Name, SettingShape Shape, IReadOnlyList<SettingKey> Keys)
{
    /// <summary>All of them. Says what the properties of <see cref="Settings"/> say; a test holds them together.</summary>
    public static readonly IReadOnlyList<SettingKey> All =
    [
        Text("database"),
        new("policies", SettingShape.Texts, []),
        new("sinks", SettingShape.Objects,
        [
            Text("name"),
            Text("type"),
            Text("address"),
            Text("minSeverity"),
            new("send", SettingShape.Texts, []),
            Text("authorityFile"),
            Text("certificateFile"),
            Text("keyFile"),
            Text("authorizationFile"),
            new("authorization", SettingShape.Secret, []),
            Text("verifyCertificate"),
        ]),
    ];

    private static SettingKey Text(string name) => new(name, SettingShape.Text, []);
}
