using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrityWatch.History.Baselines;

/// <summary>
/// Reads what <see cref="BaselineWriter"/> writes, and nothing else: each line must be, byte for byte, the one that would be written for
/// what it says, paths and packages must stand in their order, and the digests must be those of what was read.
/// </summary>
internal sealed class BaselineReader
{
    private const int LongestDigest = 64;
    private const int LongestAlgorithm = 32;

    private static readonly SearchValues<char> AlgorithmLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789:_-");

    private readonly BoundedLines lines;
    private readonly ArrayBufferWriter<byte> rewritten = new(512);
    private ReadOnlyMemory<byte> current;

    private readonly int schema;

    private BaselineReader(BoundedLines lines, int schema) => (this.lines, this.schema) = (lines, schema);

    /// <param name="lines">After those that say which format it is of.</param>
    /// <param name="schema">Which it is of.</param>
    /// <exception cref="BaselineFaultException">It is not what was written.</exception>
    public static BaselineDocument Read(BoundedLines lines, int schema) => new BaselineReader(lines, schema).Read();

    private BaselineDocument Read()
    {
        var empty = new BaselineDocument
        {
            Host = Guard(() => Value("host", Take()).GetString()),
            Generation = new Generation
            {
                Number = 0,
                Origin = GenerationOrigin.Capture,
                CapturedAt = default,
                EvidenceAt = default,
                Paths = 0,
                Content = "",
                Chain = "",
            },
            Previous = "",
            Content = new BaselineContent([]),
        };
        Same(BaselineFormat.Host(empty));
        var document = Guard(() => WithGeneration(empty, Value("generation", Take())));
        Same(BaselineFormat.Generation(document));
        document = document with { PackageManager = Guard(() => Value("packageManager", Take()).GetString()) };
        Same(BaselineFormat.PackageManager(document));

        Expect(BaselineFormat.Paths);
        var paths = ReadPaths();
        Expect(BaselineFormat.Packages);
        var (packages, lists) = ReadPackages(schema == BaselineFormat.FirstSchema ? BaselineFormat.LastEnd : BaselineFormat.PackagesEnd);
        List<Decision> decisions = [];
        if (schema > BaselineFormat.FirstSchema)
        {
            Expect(BaselineFormat.Decisions);
            decisions = ReadDecisions();
        }
        Expect(BaselineFormat.Close);
        if (lines.TryTake(out _))
            throw Broken("comes after its end");
        if (document.PackageManager is null && packages.Count > 0)
            throw new BaselineFaultException("it has packages of no package manager");

        document = document with { Content = new BaselineContent(paths, packages, decisions, lists) };
        return document.Fault() is { } fault ? throw new BaselineFaultException(fault) : document;
    }

    private List<BaselinePath> ReadPaths()
    {
        var paths = new List<BaselinePath>();
        foreach (var line in ItemsUntil(BaselineFormat.PathsEnd))
        {
            var path = Guard(() => PathOf(line));
            BaselineLine.Write(Rewritten(), path);
            Same(line.Span);
            var order = paths.Count == 0 ? 1 : path.Path.CompareTo(paths[^1].Path);
            if (order <= 0)
                throw Broken(order == 0 ? "tells of a path a second time" : "is not in the order of the paths");
            paths.Add(path);
        }
        return paths;
    }

    private (Dictionary<string, string> Versions, Dictionary<string, string> Lists) ReadPackages(string end)
    {
        var (packages, lists) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        string? last = null;
        foreach (var line in ItemsUntil(end))
        {
            var (name, version, list) = Guard(() => PackageOf(line));
            BaselineLine.WritePackage(Rewritten(), name, version, list);
            Same(line.Span);
            if (last is not null && string.CompareOrdinal(name, last) <= 0)
                throw Broken("is not in the order of the packages");
            packages.Add(name, version);
            if (list is not null)
                lists.Add(name, list);
            last = name;
        }
        return (packages, lists);
    }

    private List<Decision> ReadDecisions()
    {
        var decisions = new List<Decision>();
        foreach (var line in ItemsUntil(BaselineFormat.LastEnd))
        {
            var decision = Guard(() => DecisionLine.Read(line, DigestOf));
            DecisionLine.Write(Rewritten(), decision);
            Same(line.Span);
            decisions.Add(decision);
        }
        return decisions;
    }

    /// <summary>Each line without the comma after it. Each is good until the next.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> ItemsUntil(string end)
    {
        var line = Take();
        if (Is(line.Span, end))
            yield break;
        // After a comma comes another item, not the end.
        for (; line.Span is [.., (byte)',']; line = Take())
            yield return line[..^1];
        yield return line;
        Expect(end);
    }

    private static BaselinePath PathOf(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var path = new HostPath(root.TryGetProperty("pathBase64", out var exact)
            ? exact.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(root.GetProperty("path").GetText()));
        if (path.IsEmpty || path.Bytes.Length > HostPath.MostBytes || path.Bytes.Contains((byte)0))
            throw new FormatException();
        var read = new BaselinePath
        {
            Path = path,
            Approved = DigestsOf(root, "approved"),
            Beside = DigestsOf(root, "beside"),
            Superseded = DigestsOf(root, "superseded"),
            MayHoldSpaces = root.TryGetProperty("mayHoldSpaces", out var may) && may.GetBoolean(),
        };
        var digests = read.Approved.Concat(read.Beside).Concat(read.Superseded).ToList();
        return digests.Count > 0 && digests.Distinct().Count() == digests.Count ? read : throw new FormatException();
    }

    private static (string Name, string Version, string? List) PackageOf(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return (root.GetProperty("package").GetText(), root.GetProperty("version").GetText(), root.TryGetProperty("list", out var list) ? list.GetText() : null);
    }

    /// <summary>In the order of their text, or the line is not what would be written.</summary>
    private static IReadOnlyList<Digest> DigestsOf(JsonElement path, string name) => path.TryGetProperty(name, out var digests)
        ? [.. digests.EnumerateArray().Select(digest => DigestOf(digest.GetText())).OrderBy(digest => digest.ToString(), StringComparer.Ordinal)]
        : [];

    private static Digest DigestOf(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon is <= 0 or > LongestAlgorithm || text.AsSpan(0, colon).ContainsAnyExcept(AlgorithmLetters)
            || text.Length - colon - 1 is 0 or > 2 * LongestDigest)
            throw new FormatException();
        return new Digest(text[..colon], Convert.FromHexString(text.AsSpan(colon + 1)));
    }

    private static BaselineDocument WithGeneration(BaselineDocument document, JsonElement json) => document with
    {
        Previous = json.GetProperty("previous").GetText(),
        Generation = new Generation
        {
            Number = json.GetProperty("number").GetInt32() is > 0 and var number ? number : throw new FormatException(),
            Origin = Enum.GetValues<GenerationOrigin>().First(origin => BaselineFormat.Origin(origin) == json.GetProperty("origin").GetString()),
            Name = json.GetProperty("name").GetString(),
            Reason = json.GetProperty("reason").GetString(),
            By = json.GetProperty("by").GetString(),
            BootId = json.GetProperty("bootId").GetString(),
            CapturedAt = TimeOf(json.GetProperty("capturedAt")),
            EvidenceAt = TimeOf(json.GetProperty("evidenceAt")),
            Paths = json.GetProperty("paths").GetInt32(),
            Content = json.GetProperty("content").GetText(),
            Chain = json.GetProperty("chain").GetText(),
            Mark = json.TryGetProperty("mark", out var mark)
                ? new LogMark(PlaceText.Read(mark.GetText()), json.TryGetProperty("ownMark", out var own) ? PlaceText.Read(own.GetText()) : null)
                : null,
            Undoes = json.TryGetProperty("undoes", out var undone) ? undone.GetInt32() : null,
        },
    };

    private static DateTimeOffset TimeOf(JsonElement json) =>
        DateTimeOffset.Parse(json.GetText(), null, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>What stands after a name and before a comma.</summary>
    private static JsonElement Value(string name, ReadOnlyMemory<byte> line)
    {
        var before = Encoding.ASCII.GetBytes($"\"{name}\": ");
        if (!line.Span.StartsWith(before) || line.Span is not [.., (byte)','])
            throw new FormatException();
        using var json = JsonDocument.Parse(line[before.Length..^1]);
        return json.RootElement.Clone();
    }

    private ReadOnlyMemory<byte> Take() => lines.TryTake(out current)
        ? current
        : throw new BaselineFaultException($"it ends after line {lines.Number}");

    private void Expect(string line)
    {
        if (!Is(Take().Span, line))
            throw Broken();
    }

    private static bool Is(ReadOnlySpan<byte> line, string text) => Ascii.Equals(line, text);

    private ArrayBufferWriter<byte> Rewritten()
    {
        rewritten.ResetWrittenCount();
        return rewritten;
    }

    private void Same(string line)
    {
        if (!Is(current.Span, line))
            throw Broken();
    }

    private void Same(ReadOnlySpan<byte> line)
    {
        if (!line.SequenceEqual(rewritten.WrittenSpan))
            throw Broken();
    }

    /// <summary>What a line says that does not say what it should is told by exceptions of many kinds.</summary>
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException
            or ArgumentException or OverflowException)
        {
            throw Broken();
        }
    }

    private BaselineFaultException Broken(string what = "is not as integritywatch writes it") => new($"line {lines.Number} {what}");
}
