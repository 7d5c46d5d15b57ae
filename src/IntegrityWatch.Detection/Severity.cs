namespace IntegrityWatch.Detection;

/// <summary>How bad, in rising order.</summary>
public enum Severity
{
    Info,
    Low,
    Medium,
    High,
    Critical,
}
