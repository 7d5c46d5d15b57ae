using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Json;

/// <summary>How the values of this domain are written in JSON.</summary>
internal static class JsonFields
{
    /// <summary>The path as text; where bytes of it are not UTF-8, the exact bytes beside it.</summary>
    public static void WritePath(this Utf8JsonWriter json, HostPath path)
    {
        json.WriteString("path", path.ToString());
        if (!LossyUtf8.IsValid(path.Bytes))
            json.WriteBase64String("pathBase64", path.Bytes);
    }

    public static void WriteDigest(this Utf8JsonWriter json, Digest? digest)
    {
        // An algorithm without a value tells of no file.
        if (digest is null || digest.Value.Length == 0)
        {
            json.WriteNull("digest");
            return;
        }
        json.WriteStartObject("digest");
        json.WriteString("algorithm", digest.Algorithm);
        json.WriteString("value", digest.Hex);
        json.WriteEndObject();
    }

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, known.Iso());
        else
            json.WriteNull(name);
    }

    public static void WriteNumber(this Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static void WriteApprovals(this Utf8JsonWriter json, string name, IEnumerable<Approval> approvals)
    {
        json.WriteStartArray(name);
        foreach (var approval in approvals)
        {
            json.WriteStartObject();
            json.WritePath(approval.Path);
            json.WriteDigest(approval.Digest);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteProcess(this Utf8JsonWriter json, string name, ProcessInfo process)
    {
        json.WriteStartObject(name);
        json.WriteNumber("pid", process.Pid);
        json.WriteNumber("ppid", process.Ppid);
        json.WriteNumber("uid", process.Uid);
        json.WriteNumber("auid", process.Auid);
        json.WriteNumber("gid", process.Gid);
        json.WriteNumber("euid", process.Euid);
        json.WriteString("user", process.User);
        json.WriteString("comm", process.Comm?.ToString());
        json.WriteString("exe", process.Exe?.ToString());
        json.WriteString("parentExe", process.ParentExe?.ToString());
        if (process.Ancestors is { } ancestors)
            json.WriteStrings("ancestors", ancestors.Programs.Select(program => program.ToString()));
        if (process.Command is { } command)
            json.WriteString("command", command);
        json.WriteString("tty", process.Tty);
        json.WriteNumber("session", process.Session);
        json.WriteString("key", process.Key);
        json.WriteTime("time", process.Time);
        json.WriteEndObject();
    }

    public static void WriteExit(this Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject("exit");
        json.WriteNumber("code", (int)verdict);
        json.WriteString("status", verdict.Name());
        json.WriteEndObject();
    }
}
