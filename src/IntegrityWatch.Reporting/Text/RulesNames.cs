using IntegrityWatch.AuditRules;

namespace IntegrityWatch.Reporting.Text;

/// <summary>The fixed words about audit rules.</summary>
internal static class RulesNames
{
    public static string Name(this RuleRemarkLevel level) => level switch
    {
        RuleRemarkLevel.Error => "error",
        RuleRemarkLevel.Warning => "warning",
        RuleRemarkLevel.Note => "note",
    };

    public static string Name(this CoverageState state) => state switch
    {
        CoverageState.Covered => "covered",
        CoverageState.Partly => "partly",
        CoverageState.Missed => "missed",
    };
}
