using System.Buffers;
using System.Text;

namespace IntegrityWatch.History.Baselines;

/// <summary>The lines of a baseline's file around those of its paths and packages, in the form in which they are always written.</summary>
internal static class BaselineFormat
{
    public const string Name = "integritywatch-baseline";
    public const int Schema = 2;

    /// <summary>The first one, which knows no decisions.</summary>
    public const int FirstSchema = 1;

    public const string Open = "{";
    public const string FormatLine = "\"format\": \"" + Name + "\",";
    public const string Paths = "\"paths\": [";
    public const string PathsEnd = "],";
    public const string Packages = "\"packages\": [";
    public const string PackagesEnd = "],";
    public const string Decisions = "\"decisions\": [";
    public const string LastEnd = "]";
    public const string Close = "}";

    public static readonly string SchemaLine = SchemaLineOf(Schema);

    public static string SchemaLineOf(int schema) => $"\"schema\": {schema},";

    public static string Host(BaselineDocument document) => $"\"host\": {Text(document.Host)},";

    public static string PackageManager(BaselineDocument document) => $"\"packageManager\": {Text(document.PackageManager)},";

    public static string Generation(BaselineDocument document)
    {
        var generation = document.Generation;
        return $"\"generation\": {{\"number\":{generation.Number},\"origin\":{Text(Origin(generation.Origin))},\"name\":{Text(generation.Name)},"
            + $"\"reason\":{Text(generation.Reason)},\"by\":{Text(generation.By)},\"bootId\":{Text(generation.BootId)},"
            + $"\"capturedAt\":{Text(Time(generation.CapturedAt))},\"evidenceAt\":{Text(Time(generation.EvidenceAt))},"
            + $"\"paths\":{generation.Paths},"
            + $"\"content\":{Text(generation.Content)},\"previous\":{Text(document.Previous)},\"chain\":{Text(generation.Chain)}"
            + (generation.Mark is { } mark ? $",\"mark\":{Text(PlaceText.Of(mark.Last))}{(mark.Own is { } own ? $",\"ownMark\":{Text(PlaceText.Of(own))}" : "")}" : "")
            + (generation.Undoes is { } undone ? $",\"undoes\":{undone}" : "") + "},";
    }

    public static string Origin(GenerationOrigin origin) => origin.ToString().ToLowerInvariant();

    /// <summary>ISO 8601 in UTC with all seven digits, so that what is read is what was written.</summary>
    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O");

    private static string Text(string? text)
    {
        if (text is null)
            return "null";
        var json = new ArrayBufferWriter<byte>();
        BaselineLine.WriteText(json, text);
        return Encoding.ASCII.GetString(json.WrittenSpan);
    }
}
