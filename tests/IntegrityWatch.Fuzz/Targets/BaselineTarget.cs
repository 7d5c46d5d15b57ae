using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed exports of a generation: what is taken for whole is, byte for byte, what would be written.</summary>
internal sealed partial class BaselineTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    private readonly InputFile file = new();

    public string Name => "baseline-file";

    public string Group => "baseline";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words { get; } =
    [
        "{\n\"format\": \"integritywatch-baseline\",\n\"schema\": 1,\n", "{\n\"format\": \"integritywatch-baseline\",\n\"schema\": 2,\n", "\"host\": null,\n", "\"paths\": [\n", "],\n", "\"packages\": [\n", "]\n", "}\n", ",\n", "\n",
        "{\"path\":\"/a\",\"approved\":[\"sha256:00\"]}", ",\"pathBase64\":\"", ",\"beside\":[", ",\"superseded\":[", ",\"mayHoldSpaces\":true", "\\u0000", "\\ud800",
        "sha1:", "verity:sha256:", "null", "{\"package\":\"a\",\"version\":\"1\"}", "\"packageManager\": \"dpkg\",\n", "9999-12-31T23:59:59.9999999Z", "2147483648",
    ];

    /// <summary>Mostly the digests of what was changed are put right, or nothing behind them is ever reached.</summary>
    public byte[] Finish(byte[] changed, Random random) => random.Next(4) == 0 ? changed : WithDigests(changed);

    public void Run(byte[] input)
    {
        var read = BaselineFile.Read(file.With(input));
        BrokenPromiseException.Unless(read.Document is null != read.Fault is null, "a file is whole, or something is wrong with it");
        using var written = new MemoryStream();
        BaselineWriter.Write(written, read.Intact());
        // What an earlier version wrote is read, and written as this one does.
        BrokenPromiseException.Unless(input.AsSpan().IndexOf("\"schema\": 1,"u8) >= 0 || written.ToArray().AsSpan().SequenceEqual(input),
            "what is taken for whole is what would be written");
        BrokenPromiseException.Unless(read.Sha256.AsSpan().SequenceEqual(SHA256.HashData(input)), "the hash is of all of it");
    }

    private static byte[] WithDigests(byte[] changed)
    {
        var lines = Encoding.Latin1.GetString(changed).Split('\n');
        var head = Array.FindIndex(lines, line => line.StartsWith("\"generation\": {", StringComparison.Ordinal));
        var (paths, packages) = (Items(lines, "\"paths\": ["), Items(lines, "\"packages\": ["));
        if (head < 0)
            return changed;
        var content = Encoding.Latin1.GetBytes(string.Concat(paths.Concat(packages).Select(line => line + "\n")));
        var approved = paths.Count(line => line.Contains("\"approved\":[", StringComparison.Ordinal) || line.Contains("\"beside\":[", StringComparison.Ordinal));
        var generation = Content().Replace(lines[head], $"\"content\":\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"");
        generation = Count().Replace(generation, $"\"paths\":{approved}");
        if (ChainOf(generation) is { } chain)
            generation = Chain().Replace(generation, $"\"chain\":\"{chain}\"");
        lines[head] = generation;
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    /// <summary>Without their commas.</summary>
    private static List<string> Items(string[] lines, string head) =>
        [.. lines.SkipWhile(line => line != head).Skip(1).TakeWhile(line => line.StartsWith('{')).Select(line => line.TrimEnd(','))];

    private static string? ChainOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line["\"generation\": ".Length..].TrimEnd(','));
            var generation = json.RootElement;
            return GenerationChain.ChainOf(
                new Generation
                {
                    Number = generation.GetProperty("number").GetInt32(),
                    Origin = Enum.Parse<GenerationOrigin>(generation.GetProperty("origin").GetString()!, ignoreCase: true),
                    Name = generation.GetProperty("name").GetString(),
                    Reason = generation.GetProperty("reason").GetString(),
                    By = generation.GetProperty("by").GetString(),
                    BootId = generation.GetProperty("bootId").GetString(),
                    CapturedAt = generation.GetProperty("capturedAt").GetDateTimeOffset(),
                    EvidenceAt = generation.GetProperty("evidenceAt").GetDateTimeOffset(),
                    Paths = 0,
                    Content = generation.GetProperty("content").GetString()!,
                    Chain = "",
                },
                generation.GetProperty("previous").GetString()!);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("\"content\":\"[0-9a-f]*\"")]
    private static partial Regex Content();

    [GeneratedRegex("\"paths\":[0-9]+")]
    private static partial Regex Count();

    [GeneratedRegex("\"chain\":\"[0-9a-f]*\"")]
    private static partial Regex Chain();
}
