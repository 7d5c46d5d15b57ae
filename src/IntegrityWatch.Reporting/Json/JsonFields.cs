using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Fields;

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
        json.WritePropertyName("digest");
        json.WriteDigestValue(digest);
    }

    private static void WriteDigestValue(this Utf8JsonWriter json, Digest? digest)
    {
        // An algorithm without a value tells of no file.
        if (digest is null || digest.Value.Length == 0)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
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
        json.WritePropertyName(name);
        json.WriteValues(values);
    }

    /// <summary>True, false, or null where it is not known.</summary>
    public static void WriteAnswer(this Utf8JsonWriter json, string name, bool? answer)
    {
        if (answer is { } known)
            json.WriteBoolean(name, known);
        else
            json.WriteNull(name);
    }

    public static void WriteObject(this Utf8JsonWriter json, string name, Action content)
    {
        json.WriteStartObject(name);
        content();
        json.WriteEndObject();
    }

    public static void WriteObjectOrNull<T>(this Utf8JsonWriter json, string name, T? record, Action<T> content)
        where T : class
    {
        if (record is null)
            json.WriteNull(name);
        else
            json.WriteObject(name, () => content(record));
    }

    /// <summary>An array with an object for each record.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> records, Action<T> content)
    {
        json.WriteStartArray(name);
        foreach (var record in records)
        {
            json.WriteStartObject();
            content(record);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteApprovals(this Utf8JsonWriter json, string name, IEnumerable<Approval> approvals) =>
        json.WriteContents(name, approvals.Select(approval => (approval.Path, approval.Digest)));

    public static void WriteContents(this Utf8JsonWriter json, string name, IEnumerable<(HostPath Path, Digest Digest)> contents) =>
        json.WriteObjects(name, contents, content =>
        {
            json.WritePath(content.Path);
            json.WriteDigest(content.Digest);
        });

    public static void WritePaths(this Utf8JsonWriter json, string name, IEnumerable<HostPath> paths) => json.WriteObjects(name, paths, json.WritePath);

    public static void WriteDecisions(this Utf8JsonWriter json, string name, IEnumerable<Decision> decisions)
    {
        json.WriteStartArray(name);
        foreach (var decision in decisions)
        {
            json.WriteStartObject();
            json.WriteString("decision", decision.Verb.Done());
            json.WriteNumber("generation", decision.Generation);
            json.WriteString("id", decision.FindingId);
            json.WriteString("kind", decision.Kind);
            json.WritePath(decision.Path);
            json.WriteDigest(decision.Digest);
            json.WriteTime("at", decision.At);
            json.WriteString("by", decision.By);
            json.WriteString("reason", decision.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Findings that end or begin anew, by what is kept of them, and why they ended.</summary>
    public static void WriteLives(this Utf8JsonWriter json, string name, IEnumerable<FindingLife> lives) => json.WriteObjects(name, lives, life =>
    {
        json.WriteString("id", life.Id);
        json.WriteString("kind", life.Kind);
        json.WritePath(life.Path);
        json.WriteDigest(life.Digest);
        json.WriteString("because", life.Closed?.Name());
    });

    /// <summary>An object with the fields of a record that have a name in JSON.</summary>
    public static void WriteRecord<T>(this Utf8JsonWriter json, IReadOnlyList<Field<T>> fields, T record)
    {
        json.WriteStartObject();
        foreach (var field in fields)
            if (field.Names.Json is not null)
                json.WriteField(field.Names, field.Value(record));
        json.WriteEndObject();
    }

    public static void WriteField(this Utf8JsonWriter json, FieldNames names, FieldValue value)
    {
        if (names.Json is not { } name || (names.IsLeftOut && value.Kind == FieldKind.None))
            return;
        json.WritePropertyName(name);
        switch (value.Kind)
        {
            case FieldKind.None:
                json.WriteNullValue();
                break;
            case FieldKind.Text:
                json.WriteStringValue(value.Text);
                break;
            case FieldKind.Number:
                json.WriteNumberValue(value.Number);
                break;
            case FieldKind.Flag:
                json.WriteBooleanValue(true);
                break;
            case FieldKind.Answer:
                json.WriteBooleanValue(value.Answer);
                break;
            case FieldKind.Time:
                json.WriteStringValue(value.Time.Iso());
                break;
            case FieldKind.Path:
                json.WriteStringValue(value.Path.ToString());
                break;
            case FieldKind.Digest:
                json.WriteDigestValue(value.Digest);
                break;
            case FieldKind.Texts:
                json.WriteValues(value.Texts);
                break;
            case FieldKind.Numbers:
                json.WriteStartArray();
                foreach (var number in value.Numbers)
                    json.WriteNumberValue(number);
                json.WriteEndArray();
                break;
            case FieldKind.Paths:
                json.WriteValues(value.Paths.Select(path => path.ToString()));
                break;
            case FieldKind.Record:
                json.WriteValues(value.Record);
                break;
            case FieldKind.Records:
                json.WriteStartArray();
                foreach (var record in value.Records)
                    json.WriteValues(record);
                json.WriteEndArray();
                break;
        }
    }

    private static void WriteValues(this Utf8JsonWriter json, IEnumerable<NamedValue> values)
    {
        json.WriteStartObject();
        foreach (var (names, value) in values)
            json.WriteField(names, value);
        json.WriteEndObject();
    }

    private static void WriteValues(this Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static void WriteExit(this Utf8JsonWriter json, Verdict verdict) => json.WriteObject("exit", () =>
    {
        json.WriteNumber("code", (int)verdict);
        json.WriteString("status", verdict.Name());
    });
}
