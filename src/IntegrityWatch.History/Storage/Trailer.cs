using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// What follows LiteDB's pages in a published history: the checksum of each page, zeros up to a whole number of pages, and in
/// the last 64 bytes a magic, the format's version and the number of pages (both u32, little-endian), 8 zeros, and the
/// SHA-256 of everything between the pages and itself. LiteDB's own tools ignore it; these last 64 bytes stay as they are in
/// every later version.
/// </summary>
internal static class Trailer
{
    /// <summary>Of the whole file: this trailer, the collections, the documents.</summary>
    public const uint Version = 3;

    /// <summary>The oldest that is understood: what is read in it is brought to <see cref="Version"/> by <see cref="FormatMigration"/>.</summary>
    private const uint Oldest = 2;

    private const int Size = 64;
    private const int VersionAt = 16;
    private const int PagesAt = 20;
    private const int HashAt = Size - SHA256.HashSizeInBytes;

    /// <summary>
    /// 32 GiB of pages: far beyond any history, and keeps the table that a hostile trailer asks for below 64 MiB.
    /// </summary>
    private const uint MostPages = 1 << 22;

    private static ReadOnlySpan<byte> Magic => "IntegrityWatch\r\n"u8;

    /// <summary>Null where the file does not end in a trailer.</summary>
    /// <exception cref="CannotCheckException">It does, and is damaged or of another version.</exception>
    public static PageChecksums? Read(SafeFileHandle file, long length, string path) => Read(file, length, path, out _);

    /// <inheritdoc cref="Read(SafeFileHandle, long, string)"/>
    public static PageChecksums? Read(SafeFileHandle file, long length, string path, out uint version)
    {
        version = 0;
        if (length < Size)
            return null;
        Span<byte> end = stackalloc byte[Size];
        if (RandomAccess.Read(file, end, length - Size) != Size || !end.StartsWith(Magic))
            return null;

        var pages = BinaryPrimitives.ReadUInt32LittleEndian(end[PagesAt..]);
        var tableAt = (long)pages * PageChecksums.PageSize;
        if (pages is 0 or > MostPages || tableAt + LengthFor((int)pages) != length)
            throw HistoryFailure.Damaged(path, length - Size);

        var tail = new byte[LengthFor((int)pages)];
        if (RandomAccess.Read(file, tail, tableAt) != tail.Length
            || !HashOf(tail).SequenceEqual(tail.AsSpan()[^(Size - HashAt)..]))
            throw HistoryFailure.Damaged(path, tableAt);

        version = BinaryPrimitives.ReadUInt32LittleEndian(end[VersionAt..]);
        if (version is < Oldest or > Version)
            throw version > Version ? HistoryFailure.Newer(path, version) : HistoryFailure.Older(path, version);
        return PageChecksums.Read(tail.AsSpan(0, (int)pages * PageChecksums.EntrySize));
    }

    /// <summary>Ends the file with the trailer of its pages.</summary>
    public static void Write(SafeFileHandle file, PageChecksums checksums)
    {
        var tail = new byte[LengthFor(checksums.Pages)];
        checksums.Write(tail);
        var end = tail.AsSpan()[^Size..];
        Magic.CopyTo(end);
        BinaryPrimitives.WriteUInt32LittleEndian(end[VersionAt..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(end[PagesAt..], (uint)checksums.Pages);
        HashOf(tail).CopyTo(end[HashAt..]);

        Moments.Before("ftruncate");
        RandomAccess.SetLength(file, checksums.Length);
        Moments.Before("pwrite");
        RandomAccess.Write(file, tail, checksums.Length);
    }

    private static byte[] HashOf(ReadOnlySpan<byte> tail) => SHA256.HashData(tail[..^(Size - HashAt)]);

    private static int LengthFor(int pages)
    {
        var used = pages * PageChecksums.EntrySize + Size;
        return (used + PageChecksums.PageSize - 1) / PageChecksums.PageSize * PageChecksums.PageSize;
    }
}
