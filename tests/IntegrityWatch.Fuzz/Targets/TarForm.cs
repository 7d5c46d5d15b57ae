using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>What tar archives are made of.</summary>
internal static class TarForm
{
    private const int Block = 512;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;

    public static readonly IReadOnlyList<string> Words =
    [
        "ustar\0" + "00", "ustar  \0", "etc/hostname\0", "sys/", "../", "/etc/passwd", "./", "\0", "0000644\0", "00000000000\0", "00000000777\0", "77777777777\0", "\u0080\0\0\0\0\0\0\0\0\0\u0002\0",
        "19 path=etc/passwd\n", "20 linkpath=../../x\n", "14 size=1024\n", "12 size=-1\n", "22 mtime=1700000000.5\n", "25 GNU.sparse.major=1\n", "x", "g", "L", "K", "S", "1", "2", "5", "7",
    ];

    /// <summary>An archive of these files, and of links of every kind.</summary>
    public static byte[] Pack(TarEntryFormat format, IEnumerable<(string Name, byte[] Content)> files)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                writer.WriteEntry(Entry(format, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, name, content));
            writer.WriteEntry(Entry(format, TarEntryType.Directory, "sys/kernel/", null));
            writer.WriteEntry(Link(format, TarEntryType.SymbolicLink, "bin", "usr/bin"));
            writer.WriteEntry(Link(format, TarEntryType.HardLink, "etc/name", "etc/hostname"));
        }
        return archive.ToArray();
    }

    public static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }

    /// <summary>Mostly with the checksums of its headers put right, at times compressed.</summary>
    public static byte[] Finish(byte[] changed, Random random)
    {
        if (changed is [0x1f, 0x8b, ..])
            return changed;
        if (random.Next(4) > 0)
            changed = WithChecksums(changed);
        return random.Next(8) == 0 ? Compress(changed) : changed;
    }

    private static byte[] WithChecksums(byte[] archive)
    {
        archive = archive.ToArray();
        for (long at = 0; at + Block <= archive.Length;)
        {
            var header = archive.AsSpan((int)at, Block);
            if (header.ContainsAnyExcept((byte)0))
            {
                header.Slice(ChecksumAt, ChecksumLength).Fill((byte)' ');
                var sum = 0;
                foreach (var value in header)
                    sum += value;
                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[ChecksumAt..]);
            }
            at += Block + (SizeOf(header.Slice(SizeAt, SizeLength)) + Block - 1) / Block * Block;
        }
        return archive;
    }

    /// <summary>Zero where it is none, or so large that nothing can follow.</summary>
    private static long SizeOf(ReadOnlySpan<byte> field)
    {
        long size = 0;
        foreach (var digit in field.Trim(" \0"u8))
            size = digit is >= (byte)'0' and <= (byte)'7' && size < 1 << 24 ? size * 8 + digit - '0' : 0;
        return size;
    }

    private static TarEntry Link(TarEntryFormat format, TarEntryType type, string name, string target)
    {
        var entry = Entry(format, type, name, null);
        entry.LinkName = target;
        return entry;
    }

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name, byte[]? content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        entry.ModificationTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        if (content is not null)
            entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
