using System.Security.Cryptography;
using System.Text;
using CsCheck;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.History.Baselines;

public class BaselineFileProperties
{
    [Fact]
    public void What_is_written_is_read_whatever_a_host_brings_about() => SomeBaseline.Document.Sample(document =>
    {
        using var folder = new TemporaryFolder();
        var bytes = SomeBaseline.Bytes(document);

        var file = BaselineFile.Read(folder.Write("baseline", bytes));

        Assert.Null(file.Fault);
        Assert.Equal(bytes, SomeBaseline.Bytes(file.Intact()));
        Assert.Equal(SHA256.HashData(bytes), file.Sha256);
        Assert.Equal(document.Generation, file.Intact().Generation);
        Assert.Equal(document.Content.Paths.Select(path => path.Path), file.Intact().Content.Paths.Select(path => path.Path));
    }, iter: 300);

    [Fact]
    public void Every_line_is_ASCII_and_the_whole_is_JSON() => SomeBaseline.Document.Sample(document =>
    {
        var bytes = SomeBaseline.Bytes(document);

        Assert.All(bytes, one => Assert.True(one is (byte)'\n' or (>= (byte)' ' and <= (byte)'~')));
        using var json = System.Text.Json.JsonDocument.Parse(bytes);
        Assert.Equal(document.Content.Paths.Count, json.RootElement.GetProperty("paths").GetArrayLength());
    }, iter: 100);

    [Fact]
    public void One_changed_byte_is_always_noticed() =>
        Gen.Select(SomeBaseline.Document, Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample((document, where, change) =>
        {
            using var folder = new TemporaryFolder();
            var bytes = SomeBaseline.Bytes(document);
            var at = where % bytes.Length;
            bytes[at] ^= change;
            // The host and the package manager are said and not summed up; what else of them could be changed is a signature's matter.
            var text = Encoding.Latin1.GetString(bytes);
            if (LineOf(text, at) is var line && (line.StartsWith("\"host\"", StringComparison.Ordinal) || line.StartsWith("\"packageManager\"", StringComparison.Ordinal)))
                return;

            Assert.Throws<CannotCheckException>(() => BaselineFile.Read(folder.Write("baseline", bytes)).Intact());
        }, iter: 500);

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_noticed() =>
        Gen.Select(SomeBaseline.Document, Gen.Int[0, int.MaxValue]).Sample((document, where) =>
        {
            using var folder = new TemporaryFolder();
            var bytes = SomeBaseline.Bytes(document);

            Assert.Throws<CannotCheckException>(() => BaselineFile.Read(folder.Write("baseline", bytes[..(where % bytes.Length)])).Intact());
        }, iter: 200);

    [Fact]
    public void Bytes_of_any_kind_are_refused_and_never_crash() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 3]).Sample((bytes, lead) =>
        {
            using var folder = new TemporaryFolder();
            byte[] start = lead switch
            {
                0 => [],
                1 => [.. "{\n\"format\": \"integritywatch-baseline\",\n"u8],
                2 => [.. "{\n\"format\": \"integritywatch-baseline\",\n\"schema\": 1,\n\"host\": "u8],
                _ => [.. "{\"meta\":{\"version\":1},\"digests\":"u8],
            };
            var file = folder.Write("baseline", [.. start, .. bytes]);

            Assert.Throws<CannotCheckException>(() => BaselineFile.Read(file).Intact());
            Assert.Throws<CannotCheckException>(() => KeylimePolicy.Read(file));
        }, iter: 500);

    private static string LineOf(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at);
        return text[start..(end < 0 ? text.Length : end)];
    }
}
