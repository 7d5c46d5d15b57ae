using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>Severities by the numbers of RFC 5424, section 6.2.1, which GELF has as its levels too.</summary>
internal static class SyslogSeverity
{
    public static int Level(this Severity severity) => severity switch
    {
        Severity.Critical => 2,
        Severity.High => 3,
        Severity.Medium => 4,
        Severity.Low => 5,
        Severity.Info => 6,
    };
}
