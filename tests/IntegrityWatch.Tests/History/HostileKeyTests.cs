using System.Text;

namespace IntegrityWatch.Tests.History;

public class HostileKeyTests
{
    /// <summary>Names that mean something to a query, and names that look alike as text.</summary>
    private static readonly byte[][] Names =
    [
        [.. "/opt/a"u8], [.. "/opt/A"u8], [.. "/opt/*"u8], [.. "/opt/%"u8], [.. "/opt/_"u8], [.. "/opt/.*"u8], [.. "/opt/a' OR 1=1 --"u8],
        [.. "/opt/a\" OR _id > \"\""u8], [.. "/opt/@0"u8], [.. "/opt/$._id"u8], [.. "/opt/{\"$ne\":1}"u8], [.. "/opt/a\n/opt/b"u8], [.. "/opt/a "u8],
        [.. "/opt/\\xff"u8], [.. "/opt/"u8, 0xff], [.. "/opt/"u8, 0xfe], [.. "/opt/\u00e9"u8], [.. "/opt/e\u0301"u8], [.. "/opt/\ufffd"u8],
    ];

    [Fact]
    public void A_name_answers_for_itself_alone()
    {
        using var history = new TemporaryHistory();
        history.Publish(update =>
        {
            foreach (var name in Names)
                update.Put(SomeRecord.ObservedAt("/", "") with { Path = new HostPath(name), Digest = DigestOf(name) });
        });

        foreach (var name in Names)
        {
            var found = Assert.Single(history.Read(read => read.Observed(new HostPath(name))));
            Assert.Equal((Encoding.Latin1.GetString(name), DigestOf(name)), (Encoding.Latin1.GetString(found.Path.Bytes), found.Digest));
            Assert.Single(history.Read(read => read.Observed(DigestOf(name))));
        }
        Assert.Equal(Names.Length, history.Read(read => read.AllObserved().Count()));
        Assert.Empty(history.Read(read => read.Observed(HostPath.Of("/opt/b"))));
    }

    private static Digest DigestOf(byte[] name) => Digest.Sha256(name);
}
