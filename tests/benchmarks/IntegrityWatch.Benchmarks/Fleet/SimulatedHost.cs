using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Fleet.Reports;

namespace IntegrityWatch.Benchmarks.Fleet;

/// <summary>
/// A host of a made-up fleet and what it reports of 5,000 files: most are of packages, in one of two versions; some lie everywhere and are generated
/// on each host, and a few are on no other. One host has a newer version of a package than all others, and another a trojan.
/// </summary>
/// <param name="Number">1 for the first.</param>
internal sealed record SimulatedHost(int Number)
{
    public const int Paths = 5000;
    public const string TrojanPath = "/usr/sbin/tool-0100";
    public const int TrojanHost = 17;

    private const int Packaged = 4700, Generated = 250, FilesOfPackage = 20, EarlyHost = 3, EarlyPackage = 7;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public string Name => $"web{Number:0000}";

    /// <summary>Which every host has, but for one.</summary>
    public static byte[] CommonDigest { get; } = Digest("package 200 version 1 file 4001");

    /// <summary>Which this host alone has.</summary>
    public static byte[] RareDigest(int host) => Digest($"own {host} 4990");

    /// <summary>In batches, as they wait in an outbox.</summary>
    public IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Messages() => Rows().Select(row => (ReadOnlyMemory<byte>)row.Encode()).Chunk(1000);

    private IEnumerable<StoreRow> Rows()
    {
        yield return new GenerationRow
        {
            Number = 1, Chain = Convert.ToHexStringLower(Digest(Name)), Origin = "capture", Name = "first", CapturedAt = Start, Paths = Packaged, Content = "",
        };
        string[] open = [Id("first"), Id("second")];
        foreach (var id in open)
            yield return new FindingRow
            {
                Id = id, At = Start.AddHours(Number), Kind = "new-file", Severity = (short)(Number % 50 == 0 ? 3 : 2), Path = "/opt/x"u8.ToArray(),
                Message = "was used, and no generation holds its path", Document = "{}",
            };
        for (var path = 0; path < Paths; path++)
            yield return Observation(path);
        yield return new ScanRow
        {
            At = Start.AddHours(2), Host = Name, Version = "1.0", Boot = Id("boot"), Status = 1, Counts = [0, 0, 2, 0, 0], Generation = 1, Open = open,
        };
    }

    private ObservationRow Observation(int path)
    {
        var text = CultureInfo.InvariantCulture;
        if (path >= Packaged + Generated)
            return Row(string.Create(text, $"/opt/{Name}/lib-{path}.so"), string.Create(text, $"own {Number} {path}"));
        if (path >= Packaged)
            return Row(string.Create(text, $"/var/lib/cache/made-{path}.so"), string.Create(text, $"made {Number} {path}"));
        var package = path / FilesOfPackage;
        var version = Number == EarlyHost && package == EarlyPackage ? 3 : (Number * 7 + package) % 10 == 0 && package % 5 != 0 ? 2 : 1;
        var isTrojan = Number == TrojanHost && path == 100;
        return Row(string.Create(text, $"/usr/sbin/tool-{path:0000}"), isTrojan ? "a trojan" : string.Create(text, $"package {package} version {version} file {path}")) with
        {
            Package = string.Create(text, $"package-{package} {version}.0-1"),
            MatchesPackage = !isTrojan,
        };
    }

    private ObservationRow Row(string path, string content) => new()
    {
        Path = Encoding.UTF8.GetBytes(path), Algorithm = "sha256", Digest = Digest(content), FirstSeen = Start.AddSeconds(Number),
    };

    private string Id(string what) => Convert.ToHexStringLower(Digest($"{Name} {what}"))[..12];

    private static byte[] Digest(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));
}
