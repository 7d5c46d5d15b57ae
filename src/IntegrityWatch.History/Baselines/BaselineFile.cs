using System.Text;
using System.Text.RegularExpressions;
using IntegrityWatch.History.Storage;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.History.Baselines;

/// <summary>A file that an export made, or that says it is one.</summary>
public sealed partial class BaselineFile
{
    /// <summary>Several million paths.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>A path takes thirty thousand at most, and a hundred more for each of its digests.</summary>
    private const int LongestLine = 4 << 20;

    private const int Glance = 4096;
    private const string Hint = "name a file that integritywatch baseline export wrote";

    private BaselineFile(string path, BaselineDocument? document, string? fault, byte[] sha256) =>
        (Path, Document, Fault, Sha256) = (path, document, fault, sha256);

    public string Path { get; }

    /// <summary>Null where there is a fault.</summary>
    public BaselineDocument? Document { get; }

    /// <summary>Why it is not what was exported, in a few words; null where nothing speaks against it.</summary>
    public string? Fault { get; }

    /// <summary>Of its bytes, as they were read: what a signature signs.</summary>
    public byte[] Sha256 { get; }

    /// <summary>What it holds.</summary>
    /// <exception cref="CannotCheckException">It was edited.</exception>
    public BaselineDocument Intact() => Document
        ?? throw new CannotCheckException($"baseline was edited: {Path}: {Fault}", "get it anew from where it was exported");

    /// <summary>Reads all of it.</summary>
    /// <exception cref="CannotCheckException">It cannot be read, or is no baseline of a form that is known here.</exception>
    public static BaselineFile Read(string path)
    {
        using var file = NamedFile.Open(path, "baseline", Hint);
        try
        {
            return Read(path, file);
        }
        catch (IOException fault)
        {
            throw new CannotCheckException($"baseline cannot be read: {path}", Hint, fault);
        }
    }

    /// <summary>Reads one that is at hand.</summary>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="content">All of its bytes.</param>
    /// <exception cref="CannotCheckException">It is no baseline of a form that is known here.</exception>
    public static BaselineFile Read(string source, byte[] content)
    {
        using var file = new MemoryStream(content, writable: false);
        return Read(source, file);
    }

    private static BaselineFile Read(string path, Stream file)
    {
        Identify(path, file);
        using var lines = new BoundedLines(file, LongestLine, MostBytes);
        try
        {
            // Both are known to be there.
            lines.TryTake(out _);
            lines.TryTake(out _);
            lines.TryTake(out var schema);
            var known = schema.Span.SequenceEqual(Encoding.ASCII.GetBytes(BaselineFormat.SchemaLineOf(BaselineFormat.FirstSchema)))
                ? BaselineFormat.FirstSchema : BaselineFormat.Schema;
            if (!Ascii.Equals(schema.Span, BaselineFormat.SchemaLineOf(known)))
                throw SchemaOf(Encoding.Latin1.GetString(schema.Span[..Math.Min(schema.Length, Glance)])) is { } other
                    ? new CannotCheckException($"baseline is of schema {other}, which is not known here: {path}", "update integritywatch on this host")
                    : new BaselineFaultException("line 3 is not as integritywatch writes it");
            var document = BaselineReader.Read(lines, known);
            return new BaselineFile(path, document, fault: null, lines.HashToEnd());
        }
        catch (BaselineFaultException fault)
        {
            return new BaselineFile(path, document: null, fault.Message, []);
        }
    }

    /// <summary>Says what the file is where it is no baseline.</summary>
    private static void Identify(string path, Stream file)
    {
        var start = new byte[Glance];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        var text = Encoding.Latin1.GetString(start);
        if (text.StartsWith($"{BaselineFormat.Open}\n{BaselineFormat.FormatLine}\n", StringComparison.Ordinal))
            return;
        if (start.Length == 0)
            throw new CannotCheckException($"not a baseline, it is empty: {path}", Hint);
        if (start.Length >= DocumentStore.MarkedHeaderLength && DocumentStore.IsMarkedHeader(start))
            throw new CannotCheckException($"not an exported baseline but a history: {path}", "name a history with --db, and export a generation of it");
        if (KeylimePolicy.LooksLikeOne(text))
            throw new CannotCheckException($"not an integritywatch baseline but a keylime policy: {path}",
                "integritywatch baseline import reads it with --as keylime");
        if (FormatLine().Match(text) is { Success: true } named)
            throw new CannotCheckException($"not an integritywatch baseline but {named.Groups[1].Value}: {path}", Hint);
        throw new CannotCheckException($"not an integritywatch baseline: {path}", Hint);
    }

    private static string? SchemaOf(string line) => SchemaLine().Match(line) is { Success: true } found ? found.Groups[1].Value : null;

    [GeneratedRegex("^\\{\\s*\"format\":\\s*\"([a-zA-Z0-9._-]{1,64})\"", RegexOptions.CultureInvariant)]
    private static partial Regex FormatLine();

    [GeneratedRegex("^\"schema\": ([0-9]{1,9}),$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaLine();
}

/// <summary>A baseline's file is not as it was written. The message ends a sentence that begins with the file's name.</summary>
internal sealed class BaselineFaultException(string message) : Exception(message);
