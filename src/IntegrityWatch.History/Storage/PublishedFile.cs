using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// A published history, open for reading. It never changes: what is published later is another file under the same name.
/// </summary>
internal sealed class PublishedFile : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly FileStatus status;

    private PublishedFile(string path, SafeFileHandle file, FileStatus status, PageChecksums checksums, uint format)
    {
        Path = path;
        Format = format;
        this.file = file;
        this.status = status;
        Checksums = checksums;
    }

    public string Path { get; }

    public PageChecksums Checksums { get; }

    /// <summary>See <see cref="Trailer.Version"/>.</summary>
    public uint Format { get; }

    /// <summary>True where an earlier version wrote it, whose records are to be brought to this one's form.</summary>
    public bool IsOfEarlierFormat => Format < Trailer.Version;

    /// <summary>Null where there is no file. Nothing is written, whatever is found.</summary>
    public static PublishedFile? Open(string path)
    {
        // Not to wait for the other end of a pipe.
        var file = LinuxCalls.Open(path, OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking, out var error);
        if (file is not null)
            return Open(path, file);
        return error switch
        {
            Errno.NoSuchFile => null,
            Errno.TooManyLinks => throw HistoryFailure.NotAHistory(path, "it is a symbolic link"),
            _ => throw HistoryFailure.CannotOpen(path, error),
        };
    }

    /// <summary>True while the name still stands for this file.</summary>
    public bool IsCurrent => FileStatus.Of(Path) is { } current && current.IsSameFileAs(status);

    public PageStream OpenPages() => new(file, Path, Checksums, writable: false);

    /// <summary>Reads every page.</summary>
    /// <exception cref="HistoryDamagedException">One is not what was published.</exception>
    public void VerifyPages()
    {
        using var pages = OpenPages();
        var page = new byte[PageChecksums.PageSize];
        while (pages.Position < pages.Length)
            pages.ReadExactly(page);
    }

    /// <summary>Finds every document through LiteDB.</summary>
    /// <exception cref="HistoryDamagedException">There are others than were written.</exception>
    public void VerifyDocuments()
    {
        using var pages = OpenPages();
        using var store = new DocumentStore(pages);
        foreach (var (collection, count) in store.Counts().All)
            if (store.CountByReading(collection) is var read && read != count)
                throw HistoryFailure.Unreadable(Path, new InvalidDataException($"{collection} has {read} documents where {count} were written"));
    }

    public void Dispose() => file.Dispose();

    private static PublishedFile Open(string path, SafeFileHandle file)
    {
        try
        {
            var status = FileStatus.Of(file) ?? throw new IOException("its status cannot be read");
            if (!status.IsRegularFile)
                throw HistoryFailure.NotAHistory(path, "it is no regular file");
            WriteProtection.CheckFile(file, path, HistoryFailure.Subject);
            var checksums = Trailer.Read(file, status.Length, path, out var format) ?? throw WithoutTrailer(path, file, status.Length);
            return new PublishedFile(path, file, status, checksums, format);
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (exception is IOException)
                throw HistoryFailure.Unreadable(path, exception);
            throw;
        }
    }

    private static CannotCheckException WithoutTrailer(string path, SafeFileHandle file, long length)
    {
        Span<byte> start = stackalloc byte[DocumentStore.MarkedHeaderLength];
        return RandomAccess.Read(file, start, 0) == start.Length && DocumentStore.IsMarkedHeader(start)
            ? HistoryFailure.Damaged(path, length)
            : HistoryFailure.NotAHistory(path, length == 0 ? "it is empty" : "it is another program's file");
    }
}
