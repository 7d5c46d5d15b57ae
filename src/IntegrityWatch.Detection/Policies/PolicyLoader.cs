using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Indicators;
using IntegrityWatch.Detection.Indicators.HashLists;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Detection.Policies;

/// <summary>
/// Lays policies over one another: the shipped one first, then each file in order. A rule with the id of an earlier one
/// takes its place; others are added.
/// </summary>
public sealed class PolicyLoader
{
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly string[] Shipped = ["default.json", "key-techniques.json", "indicators.json"];

    private readonly IncrementalHash fingerprint = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<FindingKind, KindRule> kinds = Enum.GetValues<FindingKind>().ToDictionary(kind => kind, KindRule.Shipped);
    private readonly Dictionary<EvidenceGapCause, Severity> evidenceGaps = [];
    private readonly OrderedDictionary<string, LocationRule> locations = [];
    private readonly OrderedDictionary<string, MasqueradeRule> masquerades = [];
    private readonly OrderedDictionary<string, TechniqueRule> techniqueRules = [];
    private readonly OrderedDictionary<string, PathRule> pathRules = [];
    private readonly KeyTechniques keyTechniques = new();
    private readonly TechniqueTable techniqueTable = new();
    private readonly List<string> userWritable = [];
    private readonly SortedSet<RequiredSource> required = [];
    private readonly List<SignatureKeyEntry> signatureKeys = [];
    private readonly OrderedDictionary<string, HostPath> captureFolders = [];
    private readonly OrderedDictionary<string, IndicatorGroup> indicatorGroups = [];
    private readonly List<string> hashLists = [];
    private readonly List<string> containerRoots = [];
    private readonly List<string> containerLabels = [];
    private readonly List<string> nodes = [];
    private Severity containerDrift = Severity.Medium;
    private Severity explained = Severity.Low;
    private readonly PolicyTerms terms = new();
    private TimeSpan keepEventsOpen;
    private TimeSpan keepObserved;
    private TimeSpan maxScanAge;

    private PolicyLoader()
    {
    }

    /// <exception cref="CannotCheckException">A file is missing or wrong; the message names the file and the fault.</exception>
    /// <param name="files">Laid over the shipped ones in this order.</param>
    /// <param name="users">Asked for the users of the host that is judged, where a rule names some; without it no name is known.</param>
    public static Policy Load(IEnumerable<string> files, Func<UserNames>? users = null)
    {
        var loader = new PolicyLoader();
        loader.terms.AddShippedGaps();
        foreach (var name in Shipped)
            using (var shipped = ShippedData.Open(name))
                loader.Add(name, ReadAll(shipped));
        foreach (var file in files)
            loader.Add(file, Read(file));
        loader.FindUsers(users);
        var indicators = new IndicatorSet(loader.indicatorGroups.Values, loader.ReadHashLists());
        return new Policy
        {
            Fingerprint = Convert.ToHexStringLower(loader.fingerprint.GetHashAndReset()),
            KeepEventsOpen = loader.keepEventsOpen,
            KeepObserved = loader.keepObserved,
            MaxScanAge = loader.maxScanAge,
            Terms = loader.terms,
            CaptureFolders = [.. loader.captureFolders.Values],
            Required = loader.required,
            SignatureKeys = [.. loader.signatureKeys.Select(key => key.File)],
            ExplainingKeys = [.. loader.signatureKeys.Where(key => key.Explains).Select(key => key.File)],
            Explained = loader.explained,
            Kinds = loader.kinds,
            EvidenceGaps = loader.evidenceGaps,
            Containers = new ContainerRules(loader.containerRoots.Distinct(), loader.containerLabels.Distinct()),
            ContainerDrift = loader.containerDrift,
            Nodes = loader.nodes,
            Locations = [.. loader.locations.Values],
            Masquerades = [.. loader.masquerades.Values],
            TechniqueRules = [.. loader.techniqueRules.Values],
            PathRules = loader.pathRules.Values,
            KeyTechniques = loader.keyTechniques,
            UserWritable = new GlobSet(loader.userWritable),
            Indicators = indicators,
        };
    }

    private void Add(string name, byte[] content)
    {
        try
        {
            fingerprint.AppendData(SHA256.HashData(content));
            Add(JsonSerializer.Deserialize(content, PolicyJson.Default.PolicyFile)
                ?? throw new FormatException("it holds nothing"));
            terms.Add(name, content);
        }
        catch (JsonException fault)
        {
            throw Wrong(name, $"line {fault.LineNumber + 1}, {Location(fault.Path)}: {Describe(fault)}", fault);
        }
        catch (FormatException fault)
        {
            throw Wrong(name, fault.Message, fault);
        }
    }

    private void Add(PolicyFile file)
    {
        keepEventsOpen = file.KeepEventsOpen?.Span ?? keepEventsOpen;
        keepObserved = file.KeepObserved?.Span ?? keepObserved;
        maxScanAge = file.MaxScanAge?.Span ?? maxScanAge;
        if (file.MaxScanAge is { Span.Ticks: 0 })
            throw new FormatException("maxScanAge: not longer than nothing");
        foreach (var folder in file.CaptureFolders)
            captureFolders[folder ?? ""] = folder?.StartsWith('/') == true
                ? HostPath.Of(folder)
                : throw new FormatException($"captureFolders: not the path of a folder: \"{folder}\"");
        foreach (var source in file.Require)
            required.Add(source);
        if (file.SignatureKeys.Any(key => string.IsNullOrEmpty(key.File)))
            throw new FormatException("signatureKeys: a file's name is empty");
        signatureKeys.AddRange(file.SignatureKeys);
        foreach (var (name, rule) in file.Kinds)
            kinds[FindingKindNames.Parse(name) ?? throw new FormatException(
                $"kinds: no finding is of kind \"{name}\", the nearest is \"{NearestName.Of(name, Enum.GetValues<FindingKind>().Select(kind => kind.Name()))}\"")] =
                In($"kinds: \"{name}\"", () => Checked(rule, rule?.Techniques));
        foreach (var (name, severity) in file.EvidenceGaps)
            evidenceGaps[EvidenceGapCauseNames.Parse(name) ?? throw new FormatException(
                $"evidenceGaps: there is no cause \"{name}\", the nearest is \"{NearestName.Of(name, Enum.GetValues<EvidenceGapCause>().Select(cause => cause.Name()))}\"")] =
                severity;
        explained = file.Explained ?? explained;
        AddContainers(file.Containers ?? new ContainersEntry());
        if (file.Nodes.Any(string.IsNullOrWhiteSpace))
            throw new FormatException("nodes: a name is empty");
        nodes.AddRange(file.Nodes);
        foreach (var entry in file.Locations)
            locations[NotNull("locations", entry).Id] =
                In($"location rule \"{entry.Id}\"", () => new LocationRule(Checked(entry, entry.Techniques)));
        foreach (var entry in file.Masquerades)
            masquerades[NotNull("masquerades", entry).Id] =
                In($"masquerade rule \"{entry.Id}\"", () => new MasqueradeRule(Checked(entry, entry.Techniques)));
        foreach (var entry in file.TechniqueRules)
            techniqueRules[NotNull("techniqueRules", entry).Id] =
                In($"technique rule \"{entry.Id}\"", () => new TechniqueRule(Checked(entry, entry.Techniques)));
        foreach (var entry in file.PathRules)
            pathRules[NotNull("pathRules", entry).Id ?? ""] = In($"path rule \"{entry.Id}\"", () => new PathRule(entry));
        foreach (var (pattern, ids) in file.KeyTechniques)
            In($"keyTechniques: \"{pattern}\"", () =>
            {
                keyTechniques.Add(pattern, ids, techniqueTable);
                return true;
            });
        In("userWritable", () => new GlobSet(file.UserWritable));
        userWritable.AddRange(file.UserWritable);
        if (file.Indicators is { Count: 0 })
            indicatorGroups.Clear();
        foreach (var entry in file.Indicators ?? [])
            indicatorGroups[NotNull("indicators", entry).Id] = In($"indicators: group \"{entry.Id}\"", () => new IndicatorGroup(entry));
        if (file.HashLists.Any(string.IsNullOrEmpty))
            throw new FormatException("hashLists: a file's name is empty");
        hashLists.AddRange(file.HashLists);
    }

    private void AddContainers(ContainersEntry entry)
    {
        foreach (var root in entry.Roots)
            if (root?.StartsWith('/') != true || root.Trim('/').Length == 0 || root.Contains("**", StringComparison.Ordinal))
                throw new FormatException($"containers: roots: not the path of a folder: \"{root}\"");
        In("containers", () => new ContainerRules(entry.Roots, entry.Labels));
        containerRoots.AddRange(entry.Roots);
        containerLabels.AddRange(entry.Labels);
        containerDrift = entry.Drift ?? containerDrift;
    }

    /// <summary>Other numbers for the same names are another policy.</summary>
    private void FindUsers(Func<UserNames>? users)
    {
        if (!pathRules.Values.Any(rule => rule.AsksHost))
            return;
        var host = users?.Invoke() ?? UserNames.None;
        foreach (var rule in pathRules.Values.Where(rule => rule.AsksHost))
        {
            rule.Resolve(host);
            var numbers = rule.Users.Order().Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
            fingerprint.AppendData(Encoding.UTF8.GetBytes($"{rule.Id} {string.Join(' ', numbers)}\n"));
            terms.SetUsers(rule.Id, numbers);
        }
    }

    /// <summary>Another list is another policy: what was seen before is judged anew.</summary>
    private List<HashList> ReadHashLists()
    {
        var lists = hashLists.Distinct().Select(file => HashListReader.Read(file, HostClock.Now)).ToList();
        foreach (var list in lists)
        {
            fingerprint.AppendData(list.Fingerprint);
            terms.AddDigests(list.File, list.Counts.Values.Sum(count => (long)count));
        }
        return lists;
    }

    /// <summary>Says of what is wrong where it stands.</summary>
    private static T In<T>(string where, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FormatException fault)
        {
            throw new FormatException($"{where}: {fault.Message}", fault);
        }
    }

    // Whatever their types say, a list and a dictionary of a JSON file can hold null.
    private static T Checked<T>(T? rule, IReadOnlyList<string?>? techniques)
    {
        if (rule is null)
            throw new FormatException("nothing stands there");
        if (techniques!.Any(string.IsNullOrEmpty))
            throw new FormatException("a technique is empty");
        return rule;
    }

    private static T NotNull<T>(string key, T? rule) => rule ?? throw new FormatException($"{key}: a rule is null");

    private static byte[] Read(string file)
    {
        try
        {
            using var stream = WriteProtection.Open(file, "policy");
            return ReadAll(stream);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"policy cannot be read: {file}", "name a readable file with --policy", fault);
        }
    }

    private static byte[] ReadAll(Stream stream) =>
        NamedFile.ReadAll(stream, MostBytes) ?? throw new IOException("too large for a policy");

    private static CannotCheckException Wrong(string file, string fault, Exception cause) =>
        new($"policy is wrong: {file}: {fault}", "see the policy section of the README for what a policy may hold", cause);

    private static string Location(string? jsonPath) => jsonPath is null or "$" ? "at the top" : jsonPath.TrimStart('$', '.');

    /// <summary>The library tells of a key that is none in words of its own trade.</summary>
    private static string Describe(JsonException fault)
    {
        const string Begin = "The JSON property '";
        var end = fault.Message.IndexOf("' could not be mapped", StringComparison.Ordinal);
        return end > Begin.Length && fault.Message.StartsWith(Begin, StringComparison.Ordinal)
            ? $"there is no key \"{fault.Message[Begin.Length..end]}\", the nearest is \"{NearestName.Of(fault.Message[Begin.Length..end], PolicyKeys.All)}\""
            : FirstSentence(fault.Message);
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
