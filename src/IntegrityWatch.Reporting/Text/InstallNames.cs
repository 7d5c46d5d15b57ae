using IntegrityWatch.AuditRules.Installation;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What reports call the states of an installation.</summary>
internal static class InstallNames
{
    public static string Name(this TargetState state) => state switch
    {
        TargetState.New => "new",
        TargetState.Same => "same",
        TargetState.Changed => "changed",
        TargetState.Foreign => "foreign",
    };
}
