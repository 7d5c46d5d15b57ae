using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>One finding a line, each the object that the JSON report holds.</summary>
public static class FindingLines
{
    public static void Write(Stream output, FindingsReport report) =>
        JsonLines.Write(output, report.Findings.Shown, JsonFindings.WriteFinding);
}
