using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Configuration;

/// <summary>Where things lie by default: the system's folders for root, the XDG folders for everybody else.</summary>
internal static class DefaultFiles
{
    private const string Name = "integritywatch";

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    public static string Configuration => Path.Combine(ConfigurationFolder, $"{Name}.json");

    /// <summary>Every policy in the policies folder, by name.</summary>
    public static IReadOnlyList<string> Policies
    {
        get
        {
            var folder = Path.Combine(ConfigurationFolder, "policies");
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
        }
    }

    /// <summary>The history of this host.</summary>
    public static string Database => IsRoot ? $"/var/lib/{Name}/history.db" : Path.Combine(StateFolder, "history.db");

    /// <summary>The history of another host, whose files lie under a root.</summary>
    public static string DatabaseOf(string host) => Path.Combine(StateFolder, FolderName(host), "history.db");

    /// <summary>The history of the host whose files lie under a root.</summary>
    public static string DatabaseUnder(EvidenceRoot root) => root.IsOwn ? Database : DatabaseOf(HostFacts.Of(root).Name);

    private static string ConfigurationFolder => IsRoot ? $"/etc/{Name}" : Path.Combine(Xdg("XDG_CONFIG_HOME", ".config"), Name);

    private static string StateFolder => Path.Combine(Xdg("XDG_STATE_HOME", ".local/state"), Name);

    private static string Xdg(string variable, string otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder && Path.IsPathRooted(folder)
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), otherwise);

    // The name comes from evidence, which is hostile: it names one folder and leads nowhere else.
    private static string FolderName(string host)
    {
        var name = string.Concat(host.Take(100).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        return name.Trim('.').Length == 0 ? "unnamed" : name;
    }
}
