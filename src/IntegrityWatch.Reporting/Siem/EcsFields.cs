using System.Text.Json;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>Parts of an ECS document. ECS leaves out what is not known, where this program's own JSON writes null.</summary>
internal static class EcsFields
{
    private const string SchemaVersion = "8.11.0";

    /// <summary>What every document begins with: when, in which version of the schema, on which host, by which program.</summary>
    public static void WriteHead(this Utf8JsonWriter json, ToolInfo tool, string? host, DateTimeOffset? time, string message)
    {
        json.WriteIfKnown("@timestamp", time);
        json.WriteTexts("ecs", ("version", SchemaVersion));
        json.WriteString("message", message);
        if (!string.IsNullOrEmpty(host))
            json.WriteTexts("host", ("name", host));
        json.WriteTexts("observer", ("product", tool.Name), ("version", tool.Version));
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, params (string Name, string? Value)[] fields)
    {
        json.WriteStartObject(name);
        foreach (var (field, value) in fields)
            json.WriteIfKnown(field, value);
        json.WriteEndObject();
    }

    /// <summary>All hashes, hosts and users once more, for whoever looks for one of them anywhere.</summary>
    public static void WriteRelated(this Utf8JsonWriter json, string? host, Digest? digest, ProcessInfo? process)
    {
        json.WriteStartObject("related");
        if (digest is { IsZero: false })
            json.WriteStrings("hash", [digest.Hex]);
        if (host is not null)
            json.WriteStrings("hosts", [host]);
        if (process?.User is { } user)
            json.WriteStrings("user", [user]);
        json.WriteEndObject();
    }

    public static void WriteIfKnown(this Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }

    public static void WriteIfKnown(this Utf8JsonWriter json, string name, DateTimeOffset? time) => json.WriteIfKnown(name, time?.Iso());
}
