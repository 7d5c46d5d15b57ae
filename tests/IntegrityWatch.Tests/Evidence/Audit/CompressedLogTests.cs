using System.IO.Compression;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class CompressedLogTests : IDisposable
{
    private const string T1 = "1700000000.000:41";
    private const string T2 = "1700000001.000:42";
    private const string T3 = "1700000002.000:43";
    private const string Log = "var/log/audit/audit.log";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_compressed_log_is_read_before_the_one_that_followed_it()
    {
        Pack(Log + ".1.gz", SomeLog.Bytes(SomeLog.Rule(T1)));
        folder.Write(Log, SomeLog.Bytes(SomeLog.Rule(T2)));

        Assert.Equal([41u, 42u], Read(null).Serials);
    }

    [Fact]
    public void The_place_of_an_earlier_read_is_found_in_it()
    {
        var whole = SomeLog.Bytes(SomeLog.Rule(T1), SomeLog.Rule(T2));
        folder.Write(Log, SomeLog.Bytes(SomeLog.Rule(T1)));
        var first = Read(null);
        File.Delete(folder[Log]);
        Pack(Log + ".1.gz", whole);
        folder.Write(Log, SomeLog.Bytes(SomeLog.Rule(T3)));

        var second = Read(first.Position);
        Assert.Equal([42u, 43u], second.Serials);
        Assert.True(second.Statistics.Resumed);
        Assert.Null(second.Statistics.Gap);
        Assert.Equal(0, second.Statistics.MissingSerials);
    }

    [Fact]
    public void A_log_that_is_there_twice_is_read_once()
    {
        var content = SomeLog.Bytes(SomeLog.Rule(T1));
        folder.Write(Log + ".1", content);
        Pack(Log + ".1.gz", content);
        folder.Write(Log, SomeLog.Bytes(SomeLog.Rule(T2)));

        Assert.Equal([41u, 42u], Read(null).Serials);
    }

    [Fact]
    public void What_is_whole_of_a_damaged_one_is_read_and_it_is_named()
    {
        var lines = SomeLog.Bytes([.. Enumerable.Range(1, 5000).Select(i => SomeLog.Rule($"1700000000.000:{i}", file: $"\"/tmp/{Random.Shared.NextInt64()}\""))]);
        Pack(Log + ".1.gz", lines);
        var packed = File.ReadAllBytes(folder[Log + ".1.gz"]);
        File.WriteAllBytes(folder[Log + ".1.gz"], packed[..(packed.Length / 2)]);
        folder.Write(Log, SomeLog.Bytes(SomeLog.Rule("1700000001.000:6000")));

        var read = Read(null);
        Assert.InRange(read.Serials.Count, 1000, 4000);
        Assert.Contains(6000u, read.Serials);
        Assert.EndsWith("audit.log.1.gz", Assert.Single(read.Statistics.Damaged), StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_bears_the_name_is_damaged()
    {
        folder.Write(Log + ".1.gz", "no gzip"u8.ToArray());
        folder.Write(Log, SomeLog.Bytes(SomeLog.Rule(T1)));

        var read = Read(null);
        Assert.Equal([41u], read.Serials);
        Assert.Single(read.Statistics.Damaged);
    }

    private void Pack(string name, byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        folder.Write(name, packed.ToArray());
    }

    private (IReadOnlyList<uint> Serials, AuditStatistics Statistics, AuditPosition? Position) Read(AuditPosition? from)
    {
        using var root = new EvidenceRoot(folder.Path);
        using var files = AuditLogFiles.Under(root);
        var reader = new AuditLogReader();
        return ([.. reader.Read(files, from).Select(told => told.Stamp.Serial)], reader.Statistics, reader.Position);
    }
}
