namespace IntegrityWatch.AuditRules.Installation;

/// <summary>What stands where rules are to go.</summary>
public enum TargetState
{
    /// <summary>Nothing.</summary>
    New,

    /// <summary>The same, byte for byte.</summary>
    Same,

    /// <summary>Rules of this program: an earlier version, or changed by somebody.</summary>
    Changed,

    /// <summary>Something that somebody else put there.</summary>
    Foreign,
}
