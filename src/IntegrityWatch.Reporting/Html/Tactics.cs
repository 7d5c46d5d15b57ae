namespace IntegrityWatch.Reporting.Html;

/// <summary>ATT&amp;CK's tactics for enterprises, in the order in which an intrusion goes.</summary>
internal static class Tactics
{
    private static readonly (string Name, string Title)[] All =
    [
        ("reconnaissance", "Reconnaissance"),
        ("resource-development", "Resource development"),
        ("initial-access", "Initial access"),
        ("execution", "Execution"),
        ("persistence", "Persistence"),
        ("privilege-escalation", "Privilege escalation"),
        ("defense-evasion", "Defense evasion"),
        ("credential-access", "Credential access"),
        ("discovery", "Discovery"),
        ("lateral-movement", "Lateral movement"),
        ("collection", "Collection"),
        ("command-and-control", "Command and control"),
        ("exfiltration", "Exfiltration"),
        ("impact", "Impact"),
    ];

    /// <summary>The place of the tactic in that order; one that is not known comes last.</summary>
    public static int Order(string name)
    {
        var index = Array.FindIndex(All, tactic => tactic.Name == name);
        return index < 0 ? All.Length : index;
    }

    public static string Title(string name) => Array.Find(All, tactic => tactic.Name == name).Title ?? "No known tactic";
}
