namespace IntegrityWatch.Configuration;

/// <summary>One key that the configuration can have, and what may stand under it.</summary>
/// <param name="Name">In camel case.</param>
/// <param name="Shape">What its value is.</param>
/// <param name="Description">What it means, in sentences.</param>
internal sealed record SettingKey(string Name, SettingShape Shape, string Description)
{
    /// <summary>
    /// All of them. Says what the properties of <see cref="Settings"/> say, and what the schema and the sample of
    /// <c>src/packaging</c> say; tests hold them together.
    /// </summary>
    public static readonly IReadOnlyList<SettingKey> All =
    [
        new("database", SettingShape.Text, "The file of this host's history.") { Default = "/var/lib/integritywatch/history.db" },
        new("policies", SettingShape.Texts,
            "Policy files to lay over the shipped policy, in this order, after those of /etc/integritywatch/policies."),
        new("store", SettingShape.Text,
            "The central store of a fleet, in PostgreSQL's form: postgresql://HOST-NAME@SERVER/DATABASE?passfile=FILE&sslrootcert=FILE. Its certificate is verified unless sslmode says otherwise."),
        new("sinks", SettingShape.Objects, "Where findings go. Every sink needs a type and an address.")
        {
            Keys =
            [
                new("name", SettingShape.Text, "What messages to people call the sink; no two have the same. Without one, its type and address."),
                new("type", SettingShape.Text, "In which form it gets its messages: Graylog's GELF, syslog of RFC 5424, Elastic Common Schema, or CEF.")
                {
                    Values = ["gelf", "syslog", "ecs", "cef"],
                },
                new("address", SettingShape.Text,
                    "Where it is: udp://, tcp:// or tls://HOST:PORT; for gelf also http:// or https://HOST:PORT/PATH; unix:///PATH for the others; file:///PATH for all."),
                new("minSeverity", SettingShape.Text, "Findings below it are not sent.")
                {
                    Default = "low",
                    Values = ["info", "low", "medium", "high", "critical"],
                },
                new("send", SettingShape.Texts,
                    "What it gets: new findings; techniques, each event of one; observations, each digest that a path is first seen with; scans, a summary of each.")
                {
                    Default = "findings",
                    Values = ["findings", "techniques", "observations", "scans"],
                },
                new("authorityFile", SettingShape.File, "PEM certificates to trust in place of the system's."),
                new("certificateFile", SettingShape.File, "PEM certificate of this host, with those that lead to its authority; keyFile belongs to it."),
                new("keyFile", SettingShape.File, "PEM private key of certificateFile, unencrypted."),
                new("authorizationFile", SettingShape.File, "Holds the value of the HTTP header Authorization; not for everybody to read."),
                new("authorization", SettingShape.Secret, "The value of the HTTP header Authorization. A secret: only a variable may hold it."),
                new("verifyCertificate", SettingShape.Text, "Whether the receiver must prove who it is. With false, messages go to whoever answers.")
                {
                    Default = "true",
                    Values = ["true", "false"],
                },
            ],
        },
    ];

    /// <summary>Of each object in a list of objects; empty otherwise.</summary>
    public IReadOnlyList<SettingKey> Keys { get; private init; } = [];

    /// <summary>What holds where nothing is said; null for nothing.</summary>
    public string? Default { get; private init; }

    /// <summary>All that it can be; empty where that is no short list.</summary>
    public IReadOnlyList<string> Values { get; private init; } = [];
}

/// <summary>What the value of a key is.</summary>
internal enum SettingShape
{
    Text,

    /// <summary>The name of a file that must be there.</summary>
    File,

    /// <summary>A text that must not stand in a file.</summary>
    Secret,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of objects with keys of their own.</summary>
    Objects,
}
