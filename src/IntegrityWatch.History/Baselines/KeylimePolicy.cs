using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.History.Baselines;

/// <summary>
/// A generation as a runtime policy of Keylime, version 1 (keylime/ima/ima.py, RUNTIME_POLICY_SCHEMA). It names files as the measurement
/// list does and gives each the bare hexadecimal digests that it may have; a digest's length says its algorithm.
/// </summary>
public sealed class KeylimePolicy
{
    private const int Version = 1;

    /// <summary>LegacyAllowList, as Keylime's own tools say of what was made outside: a higher one than EmptyAllowList makes it expect a list.</summary>
    private const int Generator = 3;

    private const long MostBytes = 256L << 20;
    private const int FlushAt = 64 * 1024;
    private const string BootAggregate = "boot_aggregate";
    private const string Hint = "name a runtime policy in JSON, as keylime-policy create runtime writes it";

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    private KeylimePolicy(IReadOnlyList<BaselinePath> paths, DateTimeOffset? madeAt, int leftOut, int excludes, byte[] sha256) =>
        (Paths, MadeAt, LeftOut, Excludes, Sha256) = (paths, madeAt, leftOut, excludes, sha256);

    public IReadOnlyList<BaselinePath> Paths { get; }

    /// <summary>Null where it does not say.</summary>
    public DateTimeOffset? MadeAt { get; }

    /// <summary>Digests that tell of no file's content: zeros, and the boot's.</summary>
    public int LeftOut { get; }

    /// <summary>Patterns of files that Keylime does not look at, which nothing here corresponds to.</summary>
    public int Excludes { get; }

    /// <summary>Of the file's bytes, as they were read: what a signature signs.</summary>
    public byte[] Sha256 { get; }

    internal static bool LooksLikeOne(string start) =>
        start.TrimStart().StartsWith('{') && (start.Contains("\"digests\"", StringComparison.Ordinal) || start.Contains("\"meta\"", StringComparison.Ordinal));

    /// <summary>Writes what is approved; tells how many digests a policy cannot hold, for their algorithm or their file's name.</summary>
    public static int Write(Stream output, BaselineDocument document)
    {
        var digests = new SortedDictionary<HostPath, SortedSet<string>>();
        var leftOut = 0;
        foreach (var path in document.Content.Paths)
            foreach (var digest in path.Approved.Concat(path.Beside))
                if (!LossyUtf8.IsValid(path.Path.Bytes) || AlgorithmOf(2 * digest.Value.Length) != digest.Algorithm)
                    leftOut++;
                else
                    Of(path.Path.AsListed()).Add(digest.Hex);
        using (var json = new Utf8JsonWriter(output, Indented))
            Write(json, digests, document.Generation.CapturedAt);
        output.WriteByte((byte)'\n');
        return leftOut;

        SortedSet<string> Of(HostPath path)
        {
            if (!digests.TryGetValue(path, out var known))
                digests[path] = known = new SortedSet<string>(StringComparer.Ordinal);
            return known;
        }
    }

    /// <exception cref="CannotCheckException">It cannot be read, or is none.</exception>
    public static KeylimePolicy Read(string path)
    {
        var content = ReadAll(path);
        try
        {
            using var json = JsonDocument.Parse(content);
            return Read(json.RootElement, path, SHA256.HashData(content));
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new CannotCheckException($"not a keylime policy: {path}", Hint, fault);
        }
    }

    private static void Write(Utf8JsonWriter json, SortedDictionary<HostPath, SortedSet<string>> digests, DateTimeOffset madeAt)
    {
        json.WriteStartObject();
        json.WriteStartObject("meta");
        json.WriteNumber("version", Version);
        json.WriteNumber("generator", Generator);
        json.WriteString("timestamp", madeAt.UtcDateTime.ToString("O"));
        json.WriteEndObject();
        json.WriteNumber("release", 0);
        json.WriteStartObject("digests");
        foreach (var (path, known) in digests)
        {
            json.WriteStartArray(path.Bytes);
            foreach (var digest in known)
                json.WriteStringValue(digest);
            json.WriteEndArray();
            if (json.BytesPending > FlushAt)
                json.Flush();
        }
        json.WriteEndObject();
        json.WriteStartArray("excludes");
        json.WriteEndArray();
        json.WriteStartObject("keyrings");
        json.WriteEndObject();
        json.WriteStartObject("ima");
        json.WriteStartArray("ignored_keyrings");
        json.WriteEndArray();
        json.WriteString("log_hash_alg", "sha1");
        json.WriteNull("dm_policy");
        json.WriteEndObject();
        json.WriteStartObject("ima-buf");
        json.WriteEndObject();
        json.WriteString("verification-keys", "");
        json.WriteEndObject();
    }

    private static KeylimePolicy Read(JsonElement root, string path, byte[] sha256)
    {
        if (root.TryGetProperty("format", out var format) && format.ValueEquals(BaselineFormat.Name))
            throw new CannotCheckException($"not a keylime policy but an integritywatch baseline: {path}", "leave --as keylime out");
        var meta = root.GetProperty("meta");
        if (meta.GetProperty("version").GetInt32() is var version && version != Version)
            throw new CannotCheckException($"keylime policy is of version {version}, which is not known here: {path}", Hint);
        var paths = new Dictionary<HostPath, BaselinePath>();
        var leftOut = 0;
        foreach (var file in root.GetProperty("digests").EnumerateObject())
        {
            var digests = file.Value.EnumerateArray().Select(digest => DigestOf(digest.GetText())).Distinct().ToList();
            var kept = file.Name == BootAggregate ? [] : digests.Where(digest => !digest.IsZero).ToList();
            leftOut += digests.Count - kept.Count;
            var name = HostPath.Of(file.Name);
            if (name.IsEmpty || name.Bytes.Length > HostPath.MostBytes || name.Bytes.Contains((byte)0))
                throw new FormatException();
            if (kept.Count > 0 && !paths.TryAdd(name, PathOf(name, kept)))
                throw new FormatException();
        }
        return new KeylimePolicy([.. paths.Values], MadeAtOf(meta), leftOut,
            root.TryGetProperty("excludes", out var excludes) ? excludes.GetArrayLength() : 0, sha256);
    }

    private static BaselinePath PathOf(HostPath name, IEnumerable<Digest> digests) => new()
    {
        Path = name,
        Approved = [.. digests.OrderBy(digest => digest.ToString(), StringComparer.Ordinal)],
        MayHoldSpaces = name.Bytes.Contains((byte)'_'),
    };

    private static Digest DigestOf(string hex) => new(AlgorithmOf(hex.Length) ?? throw new FormatException(), Convert.FromHexString(hex));

    private static string? AlgorithmOf(int digits) => digits % 2 == 0 ? DigestAlgorithm.BankOfWidth(digits / 2)?.Name : null;

    private static DateTimeOffset? MadeAtOf(JsonElement meta) =>
        meta.TryGetProperty("timestamp", out var time) && time.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(time.GetString(), null, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var made)
            ? made
            : null;

    private static byte[] ReadAll(string path)
    {
        using var file = NamedFile.Open(path, "keylime policy", Hint);
        try
        {
            if (file.Length > MostBytes)
                throw new CannotCheckException($"too large for a keylime policy: {path}", Hint);
            var content = new byte[(int)file.Length];
            return content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (IOException fault)
        {
            throw new CannotCheckException($"keylime policy cannot be read: {path}", Hint, fault);
        }
    }
}
