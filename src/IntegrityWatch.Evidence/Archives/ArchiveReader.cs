using System.IO.Compression;

namespace IntegrityWatch.Evidence.Archives;

/// <summary>
/// Reads a tar archive, plain or compressed with gzip, entry by entry and in one go. Names are kept in their bytes, which the
/// framework's reader does not do. Memory does not grow with what the archive says.
/// </summary>
internal sealed class ArchiveReader : IDisposable
{
    /// <summary>In bytes: of a pax header or a long name. GNU tar writes some hundred.</summary>
    private const int LongestExtension = 1 << 20;

    private readonly string name;
    private readonly ArchiveLimits limits;
    private readonly Stream content;
    private readonly byte[] buffer = new byte[64 * 1024];
    private long bytes;
    private int entries;
    private long unread;
    private int padding;

    /// <param name="name">As messages name it.</param>
    /// <param name="file">At its beginning; disposed with this.</param>
    /// <param name="limits">What it may hold.</param>
    /// <exception cref="CannotCheckException">It is no archive, or one of a kind that is not read here.</exception>
    public ArchiveReader(string name, FileStream file, ArchiveLimits limits)
    {
        (this.name, this.limits) = (name, limits);
        content = file;
        Span<byte> beginning = stackalloc byte[TarHeader.Size];
        var length = 0;
        for (int read; length < beginning.Length && (read = Take(beginning[length..])) > 0; length += read)
        {
        }
        file.Position = bytes = 0;
        if (beginning.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            content = new GZipStream(file, CompressionMode.Decompress);
        else if (length < TarHeader.Size || !new TarHeader(beginning).IsWhole)
            throw NoArchive(beginning[..length]);
    }

    /// <summary>The next entry, what is left of the one before passed over; null at the archive's end.</summary>
    /// <exception cref="CannotCheckException">The archive is damaged, cut short, or larger than it may be.</exception>
    public ArchiveEntry? Read()
    {
        PaxRecords? pax = null;
        byte[]? longName = null, longTarget = null;
        while (true)
        {
            PassOver();
            if (!ReadBlock())
                return null;
            if (++entries > limits.MostEntries)
                throw TooMuch($"more than {limits.MostEntries} entries");
            var header = new TarHeader(buffer.AsSpan(0, TarHeader.Size));
            var size = header.Length;
            if (!header.IsWhole || size < 0)
                throw Damaged();
            switch (header.Type)
            {
                case (byte)'x':
                    pax = PaxRecords.Parse(ReadExtension(size)) ?? throw Damaged();
                    continue;
                case (byte)'L':
                    longName = ReadExtension(size).TrimEnd((byte)0).ToArray();
                    continue;
                case (byte)'K':
                    longTarget = ReadExtension(size).TrimEnd((byte)0).ToArray();
                    continue;
                case (byte)'g':
                    Begin(size);
                    continue;
            }
            var entry = new ArchiveEntry
            {
                Kind = pax?.IsSparse == true ? ArchiveEntryKind.Sparse : KindOf(header.Type),
                Name = pax?.Name ?? longName ?? header.Name,
                Target = pax?.Target ?? longTarget ?? header.Target.ToArray(),
                Size = pax?.Size ?? size,
                Mode = header.Mode,
                ModifiedAt = pax?.ModifiedAt ?? TimeOf(header.ModifiedAt),
            };
            if (header.Type == 'S')
                PassOverMap(header.HasMoreMap);
            // Of links and folders some programs give the size of what they stand for, and nothing follows.
            Begin(entry.Kind is ArchiveEntryKind.Link or ArchiveEntryKind.HardLink or ArchiveEntryKind.Folder ? 0 : entry.Size);
            return entry;
        }
    }

    /// <summary>Writes the content of the entry that was read last.</summary>
    /// <exception cref="CannotCheckException">The archive is damaged, cut short, or larger than it may be.</exception>
    public void CopyTo(Stream target, CancellationToken interrupted)
    {
        while (unread > 0)
        {
            interrupted.ThrowIfCancellationRequested();
            var length = (int)Math.Min(buffer.Length, unread);
            Fill(buffer.AsSpan(0, length));
            unread -= length;
            target.Write(buffer, 0, length);
        }
    }

    /// <summary>Reads what compression has to say after the archive's end: whether all that was read is what was written.</summary>
    /// <exception cref="CannotCheckException">It is not.</exception>
    public void Finish()
    {
        while (Take(buffer) > 0)
        {
        }
    }

    public void Dispose() => content.Dispose();

    private static ArchiveEntryKind KindOf(byte type) => type switch
    {
        (byte)'0' or (byte)'7' or 0 => ArchiveEntryKind.File,
        (byte)'1' => ArchiveEntryKind.HardLink,
        (byte)'2' => ArchiveEntryKind.Link,
        (byte)'5' => ArchiveEntryKind.Folder,
        (byte)'S' => ArchiveEntryKind.Sparse,
        _ => ArchiveEntryKind.Special,
    };

    private static DateTime TimeOf(long seconds) => DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, 100_000_000_000));

    private void Begin(long size)
    {
        if (size > limits.MostBytes - bytes)
            throw TooMuch($"more than {limits.MostBytes} bytes");
        unread = size;
        padding = (int)(-size & (TarHeader.Size - 1));
    }

    private void PassOver()
    {
        while (unread > 0)
        {
            var length = (int)Math.Min(buffer.Length, unread);
            Fill(buffer.AsSpan(0, length));
            unread -= length;
        }
        Fill(buffer.AsSpan(0, padding));
        padding = 0;
    }

    private void PassOverMap(bool hasMore)
    {
        while (hasMore)
        {
            Fill(buffer.AsSpan(0, TarHeader.Size));
            hasMore = buffer[504] != 0;
        }
    }

    private ReadOnlySpan<byte> ReadExtension(long size)
    {
        if (size > LongestExtension)
            throw Damaged();
        var extension = new byte[size];
        Begin(size);
        Fill(extension);
        unread = 0;
        PassOver();
        return extension;
    }

    /// <summary>False at the empty block that ends the archive.</summary>
    private bool ReadBlock()
    {
        var block = buffer.AsSpan(0, TarHeader.Size);
        Fill(block);
        return block.ContainsAnyExcept((byte)0);
    }

    private void Fill(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var length = Take(target);
            if (length == 0)
                throw new CannotCheckException($"archive is cut short: {name}", "copy it again from where it was made");
            target = target[length..];
        }
    }

    private int Take(Span<byte> target)
    {
        try
        {
            var length = content.Read(target);
            bytes += length;
            return bytes > limits.MostBytes ? throw TooMuch($"more than {limits.MostBytes} bytes") : length;
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(fault);
        }
        catch (IOException fault)
        {
            throw new CannotCheckException($"archive cannot be read: {name}",
                "name a folder, or a .tar or .tar.gz file such as integritywatch collect makes", fault);
        }
    }

    private CannotCheckException Damaged(Exception? cause = null) =>
        new($"archive is damaged or cut short: {name}", "copy it again from where it was made", cause);

    private CannotCheckException TooMuch(string what) =>
        new($"archive holds {what}: {name}", "unpack it yourself, and name the folder with --root");

    private CannotCheckException NoArchive(ReadOnlySpan<byte> beginning)
    {
        var other = beginning.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd"
            : beginning.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) ? "xz"
            : beginning.StartsWith("BZh"u8) ? "bzip2"
            : null;
        return other is null
            ? new($"not an archive: {name}", "name a folder, or a .tar or .tar.gz file such as integritywatch collect makes")
            : new($"archive is compressed with {other}: {name}", "decompress it first; a .tar or .tar.gz file is read");
    }
}
