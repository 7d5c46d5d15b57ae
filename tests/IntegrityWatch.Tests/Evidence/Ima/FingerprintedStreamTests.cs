using System.Security.Cryptography;
using CsCheck;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public sealed class FingerprintedStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Whatever_is_skipped_read_or_asked_every_byte_goes_by_once() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[0, 70], Gen.Int[1, 9], Gen.Bool).Sample((content, skipped, step, asks) =>
        {
            using var stream = Open(content);
            Assert.Equal(skipped <= content.Length, stream.Skip(skipped));
            var at = (int)stream.Bytes;
            Assert.Equal(Math.Min(skipped, content.Length), at);
            Assert.Equal(SHA256.HashData(content.AsSpan(0, at)), stream.Fingerprint());
            var rest = new List<byte>();
            var buffer = new byte[step];
            while (true)
            {
                if (asks)
                    Assert.Equal(at + rest.Count == content.Length, stream.IsAtEnd());
                var length = stream.Read(buffer, 0, buffer.Length);
                if (length == 0)
                    break;
                rest.AddRange(buffer.AsSpan(0, length));
            }
            Assert.Equal(content[at..], rest);
            Assert.Equal(content.Length, stream.Bytes);
            Assert.Equal(SHA256.HashData(content), stream.Fingerprint());
        }, iter: 300, threads: 1);

    [Fact]
    public void To_ask_whether_it_ends_lets_nothing_go_by()
    {
        using var stream = Open([1, 2]);

        Assert.False(stream.IsAtEnd());
        Assert.False(stream.IsAtEnd());
        Assert.Equal(0, stream.Bytes);
        Assert.Equal(SHA256.HashData([]), stream.Fingerprint());
    }

    private FingerprintedStream Open(byte[] content) => new(File.OpenRead(folder.Write("file", content)));
}
