using IntegrityWatch.Detection;

namespace IntegrityWatch.AuditRules;

/// <summary>The rules that make the kernel write the evidence, as they ship in <c>policies/</c>.</summary>
public static class ShippedRules
{
    private const string AuditRules = "audit.rules";

    /// <summary>
    /// Techniques of nearly every intrusion into a Linux server, each told by a few rules that cost next to nothing: decoding
    /// what was fetched, staying through cron, hiding through the dynamic linker.
    /// </summary>
    public static readonly IReadOnlySet<string> Essential = new HashSet<string> { "T1140", "T1053.003", "T1574.006" };

    /// <summary>For auditctl and augenrules.</summary>
    public static Stream OpenAuditRules() => ShippedData.Open(AuditRules);

    /// <summary>For /sys/kernel/security/ima/policy.</summary>
    public static Stream OpenImaPolicy() => ShippedData.Open("ima.policy");

    /// <summary>The policy that lies under all others.</summary>
    public static Stream OpenPolicy() => ShippedData.Open("default.json");

    internal static IReadOnlyList<AuditRule> Rules()
    {
        using var stream = OpenAuditRules();
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return [.. RuleLine.Of(AuditRules, content).Select(line => RuleParser.Parse(line).Rule).OfType<AuditRule>()];
    }
}
