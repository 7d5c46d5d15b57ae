using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Fleet.Reports;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>What hosts report.</summary>
internal static class SomeRow
{
    /// <summary>A while ago: what was scanned long ago says nothing of a host now. In whole seconds, as a store keeps it.</summary>
    public static readonly DateTimeOffset Scanned = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 3600);

    public static ScanRow Scan(int minute = 0, short status = 0, long critical = 0, params string[] open) => new()
    {
        At = Scanned.AddMinutes(minute),
        Host = "web01",
        Version = "1.2.3",
        Boot = Some.Boot,
        Status = status,
        Counts = [0, 0, 0, 0, critical],
        Generation = 1,
        TpmVerified = true,
        Open = open,
    };

    public static FindingRow Finding(string id, short severity = 3, string path = "/tmp/java") => new()
    {
        Id = id,
        At = Some.Time,
        Kind = "suspicious-location",
        Severity = severity,
        Path = Encoding.UTF8.GetBytes(path),
        Algorithm = "sha256",
        Digest = Some.DigestA.Value,
        Message = "ran from where no program should",
        Document = "{}",
    };

    public static ObservationRow Observed(string path, string content, string? package = null) => new()
    {
        Path = Encoding.UTF8.GetBytes(path),
        Algorithm = "sha256",
        Digest = SHA256.HashData(Encoding.UTF8.GetBytes(content)),
        FirstSeen = Some.Time,
        Package = package,
        MatchesPackage = package is null ? null : true,
    };

    public static ElsewhereRow Elsewhere(string path, string content, string container = "docker-default", string realm = "container") => new()
    {
        Realm = realm,
        Container = container,
        Path = Encoding.UTF8.GetBytes(path),
        Algorithm = "sha256",
        Digest = SHA256.HashData(Encoding.UTF8.GetBytes(content)),
        FirstSeen = Some.Time,
    };

    public static GenerationRow Generation(int number = 1, string chain = "chain") => new()
    {
        Number = number,
        Chain = chain,
        Origin = "capture",
        Name = "patched",
        Reason = "openssl",
        By = "root",
        CapturedAt = Some.Time,
        Paths = 10,
        Content = "content",
    };
}
