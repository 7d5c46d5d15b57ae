namespace IntegrityWatch.Detection;

/// <summary>What the baseline holds of a digest.</summary>
public enum KnownState
{
    Approved,
    Superseded,
    Observed,
}
