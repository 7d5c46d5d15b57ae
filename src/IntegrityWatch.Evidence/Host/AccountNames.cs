namespace IntegrityWatch.Evidence.Host;

/// <summary>Which names of users or of groups a host has, by etc/passwd or etc/group.</summary>
public sealed class AccountNames
{
    private const string Switch = "etc/nsswitch.conf";

    /// <summary>In bytes, of each file.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>What etc/nsswitch.conf can name that knows no people beside the files: systemd's are made and forgotten with a unit.</summary>
    private static readonly string[] Files = ["files", "compat", "systemd", "altfiles", "mymachines"];

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private AccountNames(string file, bool mayBeElsewhere) => (File, MayBeElsewhere) = (file, mayBeElsewhere);

    /// <summary>Where they stand, below the root.</summary>
    public string File { get; }

    /// <summary>The host asks other places too, such as LDAP, which answer when the network is there.</summary>
    public bool MayBeElsewhere { get; }

    /// <summary>Null where there is no etc/passwd that can be read.</summary>
    public static AccountNames? OfUsers(EvidenceRoot root) => Of(root, UserNames.File, "passwd");

    /// <summary>Null where there is no etc/group that can be read.</summary>
    public static AccountNames? OfGroups(EvidenceRoot root) => Of(root, "etc/group", "group");

    public bool Has(string name) => names.Contains(name);

    private static AccountNames? Of(EvidenceRoot root, string file, string kind)
    {
        if (root.ReadText(HostPath.Of("/" + file), MostBytes) is not { Length: > 0 } text)
            return null;
        var sources = (root.ReadText(HostPath.Of("/" + Switch), MostBytes) ?? "").Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith(kind + ":", StringComparison.Ordinal))?[(kind.Length + 1)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var lines = text.Split('\n');
        // A line that begins with a sign takes in what NIS has (passwd(5), compat).
        var found = new AccountNames(file, sources.Any(source => !source.StartsWith('[') && !Files.Contains(source))
            || lines.Any(line => line.StartsWith('+')));
        foreach (var line in lines)
            if (line.IndexOf(':') is var end and > 0)
                found.names.Add(line[..end]);
        return found;
    }
}
