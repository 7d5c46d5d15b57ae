using System.Text;
using IntegrityWatch.Configuration;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed configuration files.</summary>
internal sealed class SettingsTarget : IFuzzTarget
{
    private static readonly string[] Texts =
    [
        """{ "database": "/var/lib/x.db", "policies": ["a.json", "b.json"] }""",
        """{ "$schema": "https://example.org/schema.json", "policies": [] }""",
        """{ "Database": "x", "policies": { "0": "a", "1": "b" } }""",
        """{ "databse": { "a": [1, 2.5, true, null, {}] } }""",
        """{ "sinks": [ { "type": "gelf", "address": "tcp://log.example:12201", "minSeverity": "low", "send": ["findings", "scans"] } ] }""",
        """{ "sinks": [ { "name": "a", "type": "syslog", "address": "tls://[::1]", "authorityFile": "/ca.pem", "certificateFile": "/c", "keyFile": "/k", "verifyCertificate": "true" } ] }""",
        """{ "policies:0": "a", /* why */ "database": "b", }""",
    ];

    private readonly InputFile file = new();

    public string Name => "settings";

    public string Group => "policy";

    public IReadOnlyList<byte[]> Seeds { get; } = Array.ConvertAll(Texts, Encoding.UTF8.GetBytes);

    public IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1",
        "1e999", "\"\\ud800\"", "\\u0000", "\"database\":", "\"policies\":", "\"sinks\":", "\"type\":", "\"address\":", "\"send\":", "\"minSeverity\":", "\"name\":", "\"authorization\":", "udp://", "https://a/b", "unix:///dev/log", "::", "__", "\"0\":", "// ", "\u00ff",
        "\u00ef\u00bb\u00bf",
    ];

    public void Run(byte[] input)
    {
        var settings = SettingsLoader.Load(file.With(input));
        BrokenPromiseException.Unless(!settings.Policies.Contains(null!), "no policy is null");
    }
}
