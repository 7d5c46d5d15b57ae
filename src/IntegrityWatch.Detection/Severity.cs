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

/// <summary>The better and the worse of two.</summary>
internal static class Severities
{
    public static Severity AtMost(this Severity severity, Severity most) => (Severity)Math.Min((int)severity, (int)most);

    public static Severity AtLeast(this Severity severity, Severity least) => (Severity)Math.Max((int)severity, (int)least);
}
