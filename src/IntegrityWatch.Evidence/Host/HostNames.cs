namespace IntegrityWatch.Evidence.Host;

/// <summary>
/// The names under which a host's own audit records can stand (<c>node=</c>): etc/hostname with and without its domain, what
/// etc/hosts calls it besides, what auditd.conf's <c>name</c> gives where <c>name_format</c> asks for it, and what the policy adds.
/// </summary>
public sealed class HostNames
{
    /// <summary>In bytes, of each file that is asked.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>None: any name fits.</summary>
    public static HostNames Any { get; } = new();

    /// <param name="root">Of the host.</param>
    /// <param name="further">Names that the policy gives it.</param>
    public static HostNames Of(EvidenceRoot root, IEnumerable<string> further)
    {
        var known = new HostNames();
        if (root.IsLive)
            known.Add(Environment.MachineName);
        known.Add(root.ReadLine("etc/hostname"));
        known.AddDomain(root);
        known.AddFromHosts(root);
        known.AddFromAuditd(root);
        foreach (var name in further)
            known.Add(name);
        return known;
    }

    /// <summary>True where no name of the host is known.</summary>
    public bool AreAny => names.Count == 0;

    /// <summary>Whether a record with this name is the host's own.</summary>
    public bool Fits(string node) => AreAny || names.Contains(node);

    private void Add(string? name)
    {
        if (name?.Trim().TrimEnd('.') is not { Length: > 0 } known)
            return;
        names.Add(known);
        // A number with dots is an address and no name with a domain.
        if (known.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && !char.IsAsciiDigit(known[0]))
            names.Add(known[..dot]);
    }

    private void AddDomain(EvidenceRoot root)
    {
        var own = names.Where(name => !name.Contains('.', StringComparison.Ordinal)).ToList();
        foreach (var words in Lines(root, "etc/resolv.conf"))
            if (words is ["domain" or "search", ..])
                foreach (var domain in words.Skip(1))
                    own.ForEach(name => Add($"{name}.{domain}"));
    }

    /// <summary>A line of hosts(5) that bears a name of the host: its address (name_format = numeric) and the other names of the line.</summary>
    private void AddFromHosts(EvidenceRoot root)
    {
        foreach (var words in Lines(root, "etc/hosts").ToList())
            if (words.Skip(1).Any(names.Contains))
                foreach (var word in words)
                    // Many a host calls itself localhost too, as does every other.
                    if (!word.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) && word is not ("127.0.0.1" or "::1"))
                        Add(word);
    }

    /// <summary><c>name_format = user</c> with <c>name = NAME</c> (auditd.conf(5)).</summary>
    private void AddFromAuditd(EvidenceRoot root)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var words in Lines(root, "etc/audit/auditd.conf", separator: '='))
            if (words.Count == 2)
                settings[words[0]] = words[1];
        if (settings.TryGetValue("name_format", out var format) && format.Equals("user", StringComparison.OrdinalIgnoreCase))
            Add(settings.GetValueOrDefault("name"));
    }

    private static IEnumerable<IReadOnlyList<string>> Lines(EvidenceRoot root, string path, char separator = ' ') =>
        (root.ReadText(path, MostBytes) ?? "").Split('\n')
            .Select(line => line.Split('#')[0].Split([separator, '\t', ' ', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0);
}
