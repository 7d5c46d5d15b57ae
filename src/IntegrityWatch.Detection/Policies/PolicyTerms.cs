using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection.Policies;

/// <summary>
/// How strictly a policy judges, rule by rule, in a form that can be held against the one before: a severity or a span, what a rule takes in,
/// and what it leaves out. It is taken from the files' JSON by its shape alone, so that a rule of a later version is held too.
/// </summary>
internal sealed class PolicyTerms
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Lists of which more is less: what is trusted, or taken for somebody else's.</summary>
    private static readonly string[] Trusting = ["signatureKeys", "containers", "nodes"];

    /// <summary>Lists that only say what a rule is about: without them it is about everything.</summary>
    private const string Except = "except";

    private const string PathRules = "pathRules ";

    private const string Keys = "keyTechniques ";

    /// <summary>Spans of which the longer judges less.</summary>
    private const string Age = "maxScanAge";

    /// <summary>Files of digests: held by how many there are, since they change every day.</summary>
    private const string DigestLists = "hashLists";

    private readonly SortedDictionary<string, PolicyTerm> terms = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, PolicyTerm> All => terms;

    /// <summary>Adds what a file says: a rule of an earlier one is replaced, a list goes on.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="content">It was found to be a policy.</param>
    public void Add(string file, byte[] content)
    {
        using var document = JsonDocument.Parse(content, Reading);
        foreach (var key in document.RootElement.EnumerateObject())
            switch (key.Value.ValueKind)
            {
                case JsonValueKind.Array when key.Value.GetArrayLength() == 0:
                    // An empty list of groups does away with those before; any other adds nothing.
                    if (key.Name == "indicators")
                        foreach (var gone in terms.Keys.Where(rule => rule.StartsWith("indicators ", StringComparison.Ordinal)).ToList())
                            terms.Remove(gone);
                    break;
                case JsonValueKind.Array when key.Value[0].ValueKind == JsonValueKind.Object && key.Value[0].TryGetProperty("id", out _):
                    foreach (var rule in key.Value.EnumerateArray())
                        terms[$"{key.Name} {rule.GetProperty("id").GetString()}"] = Of(file, rule);
                    break;
                case JsonValueKind.Array when key.Name != DigestLists:
                    AddList(file, key.Name, key.Value);
                    break;
                case JsonValueKind.Object:
                    foreach (var entry in key.Value.EnumerateObject())
                        if (entry.Value.ValueKind == JsonValueKind.Array)
                            AddList(file, $"{key.Name} {entry.Name}", entry.Value);
                        else
                            terms[$"{key.Name} {entry.Name}"] = entry.Value.ValueKind == JsonValueKind.Object
                                ? Of(file, entry.Value)
                                : new PolicyTerm { File = file, Amount = Amount(entry.Value) };
                    break;
                case JsonValueKind.String or JsonValueKind.Number when key.Name is not ("name" or "notice" or "$schema") && Amount(key.Value) is { } amount:
                    terms[key.Name] = new PolicyTerm { File = file, Amount = key.Name == Age ? -amount : amount };
                    break;
            }
    }

    /// <summary>Adds how bad each gap in the evidence is where no file says.</summary>
    public void AddShippedGaps()
    {
        foreach (var cause in Enum.GetValues<EvidenceGapCause>())
            terms[$"evidenceGaps {cause.Name()}"] = new PolicyTerm { File = "shipped", Amount = (long)cause.Severity() };
    }

    /// <summary>Names of users are as good as the numbers that the host gives them.</summary>
    public void SetUsers(string pathRule, IEnumerable<string> numbers)
    {
        if (terms.GetValueOrDefault(PathRules + pathRule) is { } rule)
            rule.Taken["users"] = [.. numbers];
    }

    /// <summary>Adds a list of digests, of which there were so many.</summary>
    public void AddDigests(string file, long count) => terms[$"{DigestLists} {file}"] = new PolicyTerm { File = file, Amount = count };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(terms, PolicyTermsJson.Default.SortedDictionaryStringPolicyTerm);

    /// <summary>By what this judges less than an earlier policy: rule by rule, with the file that says so.</summary>
    public IEnumerable<(string File, string Rule, string Why)> LessThan(byte[] earlier)
    {
        var before = JsonSerializer.Deserialize(earlier, PolicyTermsJson.Default.SortedDictionaryStringPolicyTerm) ?? [];
        foreach (var (rule, was) in before)
            if (rule.StartsWith(PathRules, StringComparison.Ordinal))
            {
                if (LessBy(was, terms.GetValueOrDefault(rule)) is { } why)
                    yield return ((terms.GetValueOrDefault(rule) ?? was).File, rule, why);
            }
            else if (!terms.TryGetValue(rule, out var now))
            {
                if (was.Taken.Count > 0 || was.Amount is not null)
                    yield return (was.File, rule, "is gone");
            }
            else if (rule.StartsWith(DigestLists, StringComparison.Ordinal) ? now.Amount < was.Amount / 2 : now.Amount < was.Amount)
                yield return (now.File, rule, rule == Age ? "lets a scan be older" : rule.StartsWith(DigestLists, StringComparison.Ordinal) ? "lost more than half" : "is lower");
            else if (was.Taken.Any(list => now.Taken.TryGetValue(list.Key, out var left) && list.Value.Except(left).Any()))
                yield return (now.File, rule, "takes in less");
            else if (now.Taken.Keys.Except(was.Taken.Keys).Any())
                yield return (now.File, rule, "is limited to some");
            else if (now.LeftOut.Except(was.LeftOut).Any())
                yield return (now.File, rule, IsTrusting(rule) ? "trusts more" : "leaves out more");
        foreach (var (rule, now) in terms)
            if (!before.ContainsKey(rule) && (now.LeftOut.Count > 0 && IsTrusting(rule)))
                yield return (now.File, rule, "trusts more");
            else if (!before.ContainsKey(rule) && rule.StartsWith(PathRules, StringComparison.Ordinal) && Lowers(now))
                yield return (now.File, rule, "lowers what is found there");
    }

    /// <summary>A path rule can be less by taking in more, where it lowers, and by taking in less, where it raises.</summary>
    private static string? LessBy(PolicyTerm was, PolicyTerm? now)
    {
        if (now is null)
            return Raises(was) ? "is gone" : null;
        if (now.Amount < was.Amount)
            return "is lower";
        var (more, less) = (Lowers(now), Raises(was));
        foreach (var key in was.Taken.Keys.Union(now.Taken.Keys, StringComparer.Ordinal))
            switch (was.Taken.GetValueOrDefault(key), now.Taken.GetValueOrDefault(key))
            {
                case ({ } before, { } after) when more && after.Except(before).Any():
                    return "takes in more, and lowers";
                case ({ } before, { } after) when less && before.Except(after).Any():
                    return "takes in less";
                case (not null, null) when more:
                    return "is no longer limited to some, and lowers";
                case (null, not null) when less:
                    return "is limited to some";
            }
        return more && was.LeftOut.Except(now.LeftOut).Any() ? "leaves out less, and lowers"
            : less && now.LeftOut.Except(was.LeftOut).Any() ? "leaves out more"
            : null;
    }

    /// <summary>Whether it can lower anything: only what is critical by itself cannot be by such a rule.</summary>
    private static bool Lowers(PolicyTerm rule) => rule.Amount <= (int)Severity.Medium || (rule.Amount == (int)Severity.High && rule.CanBeCritical == true);

    private static bool Raises(PolicyTerm rule) => rule.Amount >= (int)Severity.Medium;

    private void AddList(string file, string rule, JsonElement list)
    {
        // What a key tells of is replaced, and not added to.
        var known = rule.StartsWith(Keys, StringComparison.Ordinal) ? null : terms.GetValueOrDefault(rule);
        var items = list.EnumerateArray().Select(Print);
        terms[rule] = IsTrusting(rule)
            ? new PolicyTerm { File = file, LeftOut = [.. known?.LeftOut ?? [], .. items] }
            : new PolicyTerm { File = file, Taken = { ["items"] = [.. known?.Taken.GetValueOrDefault("items") ?? [], .. items] } };
    }

    private static bool IsTrusting(string rule) => Trusting.Contains(rule.Split(' ')[0]);

    private static PolicyTerm Of(string file, JsonElement rule)
    {
        var term = new PolicyTerm { File = file, Amount = rule.TryGetProperty("severity", out var severity) ? Amount(severity) : null };
        // A realm is one word, and a list of one.
        if (rule.TryGetProperty("realm", out var realm) && realm.ValueKind == JsonValueKind.String)
            term.Taken["realm"] = [Print(realm)];
        if (rule.TryGetProperty("kinds", out var kinds) && kinds.ValueKind == JsonValueKind.Array)
            term = term with { CanBeCritical = kinds.EnumerateArray().Any(kind => FindingKindNames.Parse(kind.GetString() ?? "")?.Facts().Severity == Severity.Critical) ? true : null };
        foreach (var key in rule.EnumerateObject().Where(key => key.Value.ValueKind == JsonValueKind.Array && key.Value.GetArrayLength() > 0))
            if (key.Name == Except)
                term.LeftOut.UnionWith(key.Value.EnumerateArray().Select(Print));
            else
                term.Taken[key.Name] = [.. key.Value.EnumerateArray().Select(Print)];
        return term;
    }

    /// <summary>A severity by its rank, a span in minutes, a number as it is; null for what is none of these.</summary>
    private static long? Amount(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var days) ? PolicyDuration.OfDays(days) is { } span ? (long)span.Span.TotalMinutes : days : null,
        JsonValueKind.String => Enum.TryParse<Severity>(value.GetString(), ignoreCase: true, out var severity) ? (long)severity
            : PolicyDuration.Of(value.GetString()!) is { } span ? (long)span.Span.TotalMinutes
            : null,
        _ => null,
    };

    /// <summary>Tells one item of a list from all others, and is short.</summary>
    private static string Print(JsonElement item) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(item.GetRawText())).AsSpan(0, 9));
}

/// <summary>What one rule of a policy says.</summary>
internal sealed record PolicyTerm
{
    /// <summary>The file that says it last.</summary>
    public required string File { get; init; }

    /// <summary>How much: less of it judges less. Null where the rule has no such thing.</summary>
    public long? Amount { get; init; }

    /// <summary>True where it names kinds that are critical by themselves.</summary>
    public bool? CanBeCritical { get; init; }

    /// <summary>What it takes in, list by list: less of it judges less.</summary>
    public SortedDictionary<string, SortedSet<string>> Taken { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What it leaves out or trusts: more of it judges less.</summary>
    public SortedSet<string> LeftOut { get; set; } = new(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SortedDictionary<string, PolicyTerm>))]
internal sealed partial class PolicyTermsJson : JsonSerializerContext;
