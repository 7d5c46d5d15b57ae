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
        if (digest is not null)
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

    public static void WriteFile(this Utf8JsonWriter json, HostPath path, Digest? digest)
    {
        if (path.IsEmpty)
            return;
        json.WriteStartObject("file");
        json.WriteString("path", path.ToString());
        json.WriteIfKnown("name", LossyUtf8.Decode(path.FileName));
        if (digest is not null)
        {
            json.WriteStartObject("hash");
            json.WriteString(HashName(digest), digest.Hex);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static void WriteProcess(this Utf8JsonWriter json, ProcessInfo process)
    {
        json.WriteStartObject("process");
        if (process.Pid is { } pid)
            json.WriteNumber("pid", pid);
        json.WriteIfKnown("executable", process.Exe?.ToString());
        json.WriteIfKnown("name", process.Comm?.ToString());
        json.WriteIfKnown("command_line", process.Command);
        if (process.Ppid is not null || process.ParentExe is not null)
        {
            json.WriteStartObject("parent");
            if (process.Ppid is { } parent)
                json.WriteNumber("pid", parent);
            json.WriteIfKnown("executable", process.ParentExe?.ToString());
            json.WriteEndObject();
        }
        // ECS: process.user is the effective user, process.real_user the real one, whose name is known.
        json.WriteUser("user", process.Euid, process.Euid == process.Uid ? process.User : null);
        json.WriteUser("real_user", process.Uid, process.User);
        json.WriteEndObject();
        json.WriteUser("user", process.Uid, process.User);
    }

    private static void WriteUser(this Utf8JsonWriter json, string name, uint? id, string? user)
    {
        if (id is null && user is null)
            return;
        json.WriteStartObject(name);
        json.WriteIfKnown("id", id?.ToString());
        json.WriteIfKnown("name", user);
        json.WriteEndObject();
    }

    /// <summary>ECS: the algorithm in lower case, with underscores. An fs-verity digest is no digest of the content, and has a name of its own.</summary>
    private static string HashName(Digest digest) =>
        string.Concat(digest.Algorithm.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
