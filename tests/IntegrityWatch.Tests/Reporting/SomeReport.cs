using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Reporting;

namespace IntegrityWatch.Tests.Reporting;

/// <summary>A report that needs no history, and the text that a format makes of it.</summary>
internal static class SomeReport
{
    /// <summary>A day after the baseline, an hour after the scan.</summary>
    public static FindingsReport Of(params Finding[] findings) => new()
    {
        Tool = new ToolInfo("integritywatch", "1.2.3"),
        Host = "web01",
        At = Some.Time.AddHours(23),
        Now = Some.Time.AddHours(24),
        Baseline = Some.Generation(),
        Findings = new FindingSet(findings, newOnly: false),
        OpenHistory = () => throw new InvalidOperationException("this format needs no history"),
    };

    /// <summary>Fails where it is not UTF-8.</summary>
    public static string Written(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray());
    }
}
