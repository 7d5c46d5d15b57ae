using System.Security.Cryptography;
using IntegrityWatch.Fleet.Reports;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed rows for the central store, as they wait in an outbox.</summary>
internal sealed class StoreRowTarget : IFuzzTarget
{
    private static readonly DateTimeOffset Time = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public string Name => "store-row";

    public string Group => "policy";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        new ScanRow { At = Time, Host = "web01", Version = "1.0", Boot = "1", Status = 2, Counts = [0, 0, 0, 0, 1], Generation = 1, TpmVerified = true, Open = ["0123456789ab"] }.Encode(),
        new FindingRow { Id = "0123456789ab", At = Time, Kind = "new-file", Severity = 2, Path = "/a"u8.ToArray(), Algorithm = "sha256", Digest = SHA256.HashData([]), Message = "m", Document = "{}" }.Encode(),
        new ObservationRow { Path = "/a"u8.ToArray(), Algorithm = "sha256", Digest = SHA256.HashData([]), FirstSeen = Time, Package = "a 1", MatchesPackage = true }.Encode(),
        new GenerationRow { Number = 1, Chain = "c", Origin = "capture", Name = "n", CapturedAt = Time, Paths = 1, Content = "c" }.Encode(),
        new TestRow().Encode(),
    ];

    public IReadOnlyList<string> Words { get; } =
        ["\"row\":", "\"scan\"", "\"finding\"", "\"observation\"", "\"generation\"", "\"test\"", "null", "true", "[]", "{}", "-1", "1e99", "\\ud800", "\\u0000", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"];

    /// <summary>A row holds texts, lists and what decoding Base64 needs beside them.</summary>
    public long MostBytesPerByte => 256;

    public void Run(byte[] input)
    {
        if (StoreRow.Decode(input) is not { } row)
            return;
        _ = row.Fits;
        var encoded = row.Encode();
        BrokenPromiseException.Unless(StoreRow.Decode(encoded) is { } again && again.Encode().AsSpan().SequenceEqual(encoded), "a row is the same after it waited");
    }
}
