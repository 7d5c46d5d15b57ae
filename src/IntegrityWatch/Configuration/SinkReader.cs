using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Messages;

namespace IntegrityWatch.Configuration;

/// <summary>Makes sinks of what the configuration says of them.</summary>
internal static class SinkReader
{
    private static readonly Dictionary<string, SinkContent> Contents = new(StringComparer.OrdinalIgnoreCase)
    {
        ["findings"] = SinkContent.Findings,
        ["techniques"] = SinkContent.Techniques,
        ["observations"] = SinkContent.Observations,
        ["scans"] = SinkContent.Scans,
    };

    /// <exception cref="CannotCheckException">One is described wrongly.</exception>
    public static IReadOnlyList<MessageSink> Read(Settings settings)
    {
        var sinks = settings.Sinks.Select((sink, index) => Read(sink, $"sinks:{index}")).ToList();
        foreach (var same in sinks.GroupBy(sink => sink.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            throw new CannotCheckException($"configuration names two sinks alike: {same.Key}", "give each a name of its own");
        return sinks;
    }

    private static MessageSink Read(SinkSettings settings, string key)
    {
        var type = OneOf<SinkType>(settings.Type ?? throw Missing($"{key}:type"), $"{key}:type");
        var address = SinkAddressReader.Read(settings.Address ?? throw Missing($"{key}:address"), type, $"{key}:address");
        if (settings.CertificateFile is null != settings.KeyFile is null)
            throw new CannotCheckException($"configuration is wrong: {key}: certificateFile and keyFile belong together", "name both");
        return new MessageSink
        {
            Name = settings.Name ?? $"{type.ToString().ToLowerInvariant()} {settings.Address}",
            Type = type,
            Format = MessageFormats.Of(type),
            Address = address,
            MinSeverity = settings.MinSeverity is { } severity ? OneOf<Severity>(severity, $"{key}:minSeverity") : Severity.Low,
            Send = settings.Send.Count == 0 ? SinkContent.Findings : settings.Send.Aggregate(SinkContent.None, (all, one) => all | Content(one, key)),
            Security = new SinkSecurity
            {
                AuthorityFile = settings.AuthorityFile,
                CertificateFile = settings.CertificateFile,
                KeyFile = settings.KeyFile,
                AuthorizationFile = settings.AuthorizationFile,
                Authorization = settings.Authorization,
                VerifyCertificate = settings.VerifyCertificate is not { } verify || IsTrue(verify, $"{key}:verifyCertificate"),
            },
        };
    }

    private static SinkContent Content(string name, string key) =>
        Contents.TryGetValue(name, out var content) ? content : throw Wrong($"{key}:send", name, Contents.Keys);

    private static bool IsTrue(string text, string key) =>
        bool.TryParse(text, out var flag) ? flag : throw Wrong(key, text, ["true", "false"]);

    private static T OneOf<T>(string text, string key)
        where T : struct, Enum =>
        // Enum.TryParse also takes numbers and lists, which are no names.
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : throw Wrong(key, text, Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    private static CannotCheckException Missing(string key) => new($"configuration lacks a key: {key}", "every sink needs a type and an address");

    private static CannotCheckException Wrong(string key, string value, IEnumerable<string> known) =>
        new($"configuration value is unknown: {key} is {value}", $"{key} is one of {string.Join(", ", known)}");
}
