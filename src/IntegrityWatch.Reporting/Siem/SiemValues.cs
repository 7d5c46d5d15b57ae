using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>What forms for a SIEM say in the same way.</summary>
internal static class SiemValues
{
    extension(Severity severity)
    {
        /// <summary>0 to 10, where CEF draws its lines: 0 to 3 is low, 4 to 6 medium, 7 and 8 high, 9 and 10 very high.</summary>
        public int Score => severity switch
        {
            Severity.Info => 1,
            Severity.Low => 3,
            Severity.Medium => 5,
            Severity.High => 8,
            Severity.Critical => 10,
        };
    }

    extension(Finding finding)
    {
        /// <summary>When it happened, or else when it was found; null where neither is known.</summary>
        public DateTimeOffset? Time(FindingsReport report) => finding.LastSeen ?? report.At;
    }

    /// <summary>By the numbers of RFC 5424, section 6.2.1, which GELF has as its levels too.</summary>
    public static int Level(this Severity severity) => severity switch
    {
        Severity.Critical => 2,
        Severity.High => 3,
        Severity.Medium => 4,
        Severity.Low => 5,
        Severity.Info => 6,
    };
}
