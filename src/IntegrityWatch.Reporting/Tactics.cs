namespace IntegrityWatch.Reporting;

/// <summary>A tactic of ATT&amp;CK: its number, the short name that techniques have it by, and its name.</summary>
internal sealed record Tactic(string Id, string ShortName, string Name);

/// <summary>ATT&amp;CK's tactics for enterprises, in the order in which an intrusion goes.</summary>
internal static class Tactics
{
    private static readonly Tactic[] All =
    [
        new("TA0043", "reconnaissance", "Reconnaissance"),
        new("TA0042", "resource-development", "Resource Development"),
        new("TA0001", "initial-access", "Initial Access"),
        new("TA0002", "execution", "Execution"),
        new("TA0003", "persistence", "Persistence"),
        new("TA0004", "privilege-escalation", "Privilege Escalation"),
        new("TA0005", "defense-evasion", "Defense Evasion"),
        new("TA0006", "credential-access", "Credential Access"),
        new("TA0007", "discovery", "Discovery"),
        new("TA0008", "lateral-movement", "Lateral Movement"),
        new("TA0009", "collection", "Collection"),
        new("TA0011", "command-and-control", "Command and Control"),
        new("TA0010", "exfiltration", "Exfiltration"),
        new("TA0040", "impact", "Impact"),
    ];

    /// <summary>Null for one that is not known.</summary>
    public static Tactic? Find(string shortName) => Array.Find(All, tactic => tactic.ShortName == shortName);

    /// <summary>Which one of that order it is; one that is not known comes last.</summary>
    public static int Order(string shortName)
    {
        var index = Array.FindIndex(All, tactic => tactic.ShortName == shortName);
        return index < 0 ? All.Length : index;
    }

    /// <summary>As a heading, which has one capital.</summary>
    public static string Title(string shortName) => Find(shortName) is { Name: var name } ? name[..1] + name[1..].ToLowerInvariant() : "No known tactic";
}
