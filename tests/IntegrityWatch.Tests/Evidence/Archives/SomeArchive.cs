using System.IO.Compression;
using System.Text;

namespace IntegrityWatch.Tests.Evidence.Archives;

/// <summary>A tar archive made header by header, so that it can say what no decent program writes.</summary>
internal sealed class SomeArchive
{
    private const int Block = 512;

    private readonly List<byte> bytes = [];

    /// <summary>With the folders by which an archive is taken for a host's.</summary>
    public static SomeArchive OfHost() => new SomeArchive().Add("etc/hostname", "web01\n").Add("sys/", type: '5');

    public SomeArchive Add(string name, string content = "", char type = '0', string target = "", int mode = 0x1A4) =>
        Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(content), type, target, mode);

    public SomeArchive Add(byte[] name, byte[] content, char type = '0', string target = "", int mode = 0x1A4, long? size = null)
    {
        var header = new byte[Block];
        name.CopyTo(header, 0);
        Put(header, 100, Convert.ToString(mode, 8).PadLeft(7, '0'));
        Put(header, 124, Convert.ToString(size ?? content.Length, 8).PadLeft(11, '0'));
        Put(header, 136, Convert.ToString(1_700_000_000, 8).PadLeft(11, '0'));
        header[156] = (byte)type;
        Put(header, 157, target);
        Put(header, 257, "ustar\0" + "00");
        header.AsSpan(148, 8).Fill((byte)' ');
        Put(header, 148, Convert.ToString(header.Sum(part => part), 8).PadLeft(6, '0') + "\0");
        bytes.AddRange(header);
        bytes.AddRange(content);
        bytes.AddRange(new byte[-content.Length & (Block - 1)]);
        return this;
    }

    /// <summary>A pax header for the entry after it.</summary>
    public SomeArchive Extend(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var length = Encoding.UTF8.GetByteCount(rest);
        while (length != Encoding.UTF8.GetByteCount(rest) + length.ToString().Length)
            length = Encoding.UTF8.GetByteCount(rest) + length.ToString().Length;
        return Add("pax", length + rest, 'x');
    }

    public byte[] Tar() => [.. bytes, .. new byte[2 * Block]];

    public byte[] Gzip()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(Tar());
        return compressed.ToArray();
    }

    private static void Put(byte[] header, int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, at);
}
