namespace IntegrityWatch.Detection;

/// <summary>Where a finding is in its life.</summary>
public enum FindingState
{
    /// <summary>Found by this scan.</summary>
    New,

    /// <summary>Reported by an earlier scan and still true.</summary>
    Open,
}
