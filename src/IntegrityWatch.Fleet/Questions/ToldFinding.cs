using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Fleet.Answers;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>A host's finding as it told of it, so that the filters of <c>findings list</c> mean the same in a fleet. What a host says can be anything.</summary>
internal static class ToldFinding
{
    private static readonly TechniqueTable Techniques = new();

    public static bool IsAskedFor(this FleetFinding told, HistoryQuestion question)
    {
        if (question.IsOfAll)
            return told.Severity >= question.Least;
        return FindingKindNames.Parse(told.Kind) is { } kind
            ? question.Concerns(Read(told, kind))
            : question.Kind is null && question.Concerns(Read(told, default));
    }

    private static Finding Read(FleetFinding told, FindingKind kind)
    {
        using var document = Parse(told.Document);
        var root = document?.RootElement ?? default;
        var process = Member(root, "process");
        return new Finding
        {
            Id = told.Id,
            Kind = kind,
            Severity = told.Severity,
            Path = told.Path,
            Digest = told.Digest,
            Rule = "",
            Message = told.Message,
            LastSeen = Member(root, "lastSeen") is { ValueKind: JsonValueKind.String } seen && seen.TryGetDateTimeOffset(out var time) ? time : told.At,
            Techniques = [.. Ids(Member(root, "techniques")).Select(Techniques.Find)],
            Process = process.ValueKind != JsonValueKind.Object ? null : new ProcessInfo
            {
                User = Member(process, "user") is { ValueKind: JsonValueKind.String } user ? user.GetString() : null,
                Uid = Number(process, "uid"),
                Euid = Number(process, "euid"),
                Auid = Number(process, "auid"),
            },
        };
    }

    private static JsonDocument? Parse(string document)
    {
        try
        {
            return JsonDocument.Parse(document);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Ids(JsonElement techniques) => techniques.ValueKind != JsonValueKind.Array ? []
        : [.. techniques.EnumerateArray().Select(technique => Member(technique, "id")).Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)];

    private static uint? Number(JsonElement holder, string name) => Member(holder, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt32(out var number) ? number : null;

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : default;
}
