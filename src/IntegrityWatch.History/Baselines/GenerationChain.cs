using System.Security.Cryptography;
using System.Text;

namespace IntegrityWatch.History.Baselines;

/// <summary>How generations follow one another, so that none can be changed without changing all after it.</summary>
public static class GenerationChain
{
    /// <summary>What the chain begins with.</summary>
    public const string Beginning = "";

    /// <summary>The generation with its <see cref="Generation.Chain"/>.</summary>
    /// <param name="generation">All of it but the chain.</param>
    /// <param name="before">The chain of the generation before; <see cref="Beginning"/> for the first.</param>
    public static Generation Link(Generation generation, string before) => generation with { Chain = ChainOf(generation, before) };

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of a line for each field. Texts are written as JSON, so that none can hold a line's end.
    /// </summary>
    public static string ChainOf(Generation generation, string before)
    {
        string?[] fields =
        [
            "integritywatch generation 1",
            generation.Number.ToString(),
            generation.Origin.ToString().ToLowerInvariant(),
            Json(generation.Name),
            Json(generation.Reason),
            Json(generation.By),
            Json(generation.BootId),
            generation.CapturedAt.UtcDateTime.ToString("O"),
            generation.EvidenceAt.UtcDateTime.ToString("O"),
            generation.Content,
            before,
            // What a generation does not have stands in no line: so one that was made before there was such a thing keeps its chain.
            .. generation.Mark is { } mark ? [$"mark {PlaceText.Of(mark.Last)}{(mark.Own is { } own ? $" {PlaceText.Of(own)}" : "")}"] : Array.Empty<string>(),
            .. generation.Undoes is { } undone ? [$"undoes {undone}"] : Array.Empty<string>(),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', fields) + "\n")));
    }

    private static string Json(string? text)
    {
        if (text is null)
            return "null";
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        BaselineLine.WriteText(json, text);
        return Encoding.ASCII.GetString(json.WrittenSpan);
    }
}
