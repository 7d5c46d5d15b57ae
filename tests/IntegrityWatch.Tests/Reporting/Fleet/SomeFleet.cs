using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Tests.Reporting.Fleet;

/// <summary>Answers of a store, without one.</summary>
internal static class SomeFleet
{
    public static readonly ToolInfo Tool = new("integritywatch", "1.2.3");

    /// <summary>Names that would end a line, colour a terminal, end a string or turn the direction of writing, were they printed as they are.</summary>
    public static TheoryData<string> HostileNames => ["a\nCRITICAL b", "a\e[31m", "a\"b\\", "a\u202eb", "a\u0000b", "a\u2028b", "a|b"];

    public static FleetHost Host(string name = "web01", Verdict status = Verdict.Ok) => new()
    {
        Name = name,
        EnrolledAt = Some.Time,
        ReportedAt = Some.Time.AddHours(1),
        ScannedAt = Some.Time,
        CallsItself = name,
        Status = status,
        Open = new Dictionary<Severity, long> { [Severity.Info] = 2, [Severity.High] = status == Verdict.Critical ? 1 : 0 },
        Generation = 3,
        TpmVerified = true,
        Version = "1.2.3",
    };

    public static FleetHosts Hosts(params FleetHost[] hosts) => new(hosts, Some.Time.AddHours(2));

    public static FleetFinding Finding(string host = "web01", Severity severity = Severity.High, string document = "{}") => new()
    {
        Host = host,
        Id = "0904c87b1320",
        Kind = "altered-file",
        Severity = severity,
        Path = Some.Path,
        Digest = Some.DigestA,
        Message = "it is not what was approved",
        At = Some.Time,
        Document = document,
    };

    public static FleetFindings Findings(params FleetFinding[] findings) =>
        new(findings, 0, findings.Length == 0 ? Severity.Info : findings.Max(finding => finding.Severity));

    public static FleetOutlier Outlier(string host = "web01") => new()
    {
        Host = host,
        Path = Some.Path,
        Digest = Some.DigestA,
        Hosts = 1,
        HostsWithPath = 500,
        Common = Some.DigestB,
        HostsWithCommon = 499,
        FirstSeen = Some.Time,
    };

    public static FleetOutliers Outliers(params FleetOutlier[] outliers) => new(500, 1, outliers, 0);

    public static PrevalentDigest Prevalent(string host = "web01") => new()
    {
        Path = Some.Path,
        Digest = Some.DigestA,
        Hosts = 2,
        FirstSeen = Some.Time,
        FirstHost = host,
        LatestSeen = Some.Time.AddDays(1),
        LatestHost = host,
    };

    public static FleetGeneration Generation(string host = "web01") => new()
    {
        Host = host,
        Number = 2,
        Origin = "capture",
        CapturedAt = Some.Time,
        ReportedAt = Some.Time,
        Paths = 5000,
        Chain = Some.DigestA.Hex,
    };

    public static GroupGeneration Group(string name = "web") => new()
    {
        Group = name,
        Number = 2,
        ApprovedBy = "ann",
        ApprovedAt = Some.Time,
        Sha256 = Some.DigestA.Hex,
        Bytes = 12345,
    };

    /// <summary>A path that is no UTF-8 and holds what every form of output must escape.</summary>
    public static readonly HostPath HostilePath = new([.. "/opt/a\n\e[31m\"|"u8, 0xe2, 0x80, 0xae, 0xff]);
}
