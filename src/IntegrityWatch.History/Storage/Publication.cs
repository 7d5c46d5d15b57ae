using IntegrityWatch.History.Records;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// Writes a history's next state into the working copy: LiteDB works on it alone and closes it, and only what reads back as
/// it was written is published. LiteDB's transactions are not relied on: a commit that it acknowledged can be lost.
/// </summary>
internal static class Publication
{
    /// <summary>Bounds what LiteDB holds in memory until a checkpoint.</summary>
    private const int DocumentsAtATime = 20_000;

    /// <exception cref="CannotCheckException">It could not be written; the history is what it was.</exception>
    public static void Publish(string path, PublishedFile? published, WorkingCopy copy, IEnumerable<IChanges> changes) =>
        Publish(path, published, copy, CopyPages, store =>
        {
            if (published is null)
                store.Create();
            Apply(store, changes);
        });

    /// <summary>
    /// The same documents in a file that holds nothing else: LiteDB uses the room of what was removed again, and never gives it back.
    /// </summary>
    /// <exception cref="CannotCheckException">It could not be written; the history is what it was.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the history is what it was.</exception>
    public static void Compact(string path, PublishedFile published, WorkingCopy copy, CancellationToken interrupted) =>
        Publish(path, published, copy, (_, _) => new PageChecksums(), store =>
        {
            store.Create();
            CopyDocuments(published, store, interrupted);
        });

    /// <summary>A history in the place of one that is damaged, which is kept beside it.</summary>
    /// <exception cref="CannotCheckException">It could not be written; the damaged one is where it was.</exception>
    public static void Replace(string path, DamagedFile damaged, WorkingCopy copy, IEnumerable<IChanges> changes) =>
        Publish(path, null, copy, CopyPages, store =>
        {
            store.Create();
            Apply(store, changes);
        }, damaged);

    private static void Publish(string path, PublishedFile? published, WorkingCopy copy,
        Func<PublishedFile?, WorkingCopy, PageChecksums> begin, Action<DocumentStore> write, DamagedFile? damaged = null)
    {
        try
        {
            var checksums = begin(published, copy);
            using (var pages = new PageStream(copy.File, copy.Path, checksums, writable: true))
            using (var store = new DocumentStore(pages))
                write(store);
            Trailer.Write(copy.File, checksums);
            Verify(copy);
            var isCurrent = damaged?.IsCurrent ?? published?.IsCurrent ?? FileStatus.Of(path) is null;
            if (!isCurrent)
                throw HistoryFailure.Replaced(path);
            copy.Publish(damaged, published is { IsOfEarlierFormat: true } ? published.Format : null);
        }
        catch (Exception exception) when (exception is not CannotCheckException and not OutOfMemoryException and not OperationCanceledException)
        {
            throw HistoryFailure.CannotWrite(path, exception);
        }
    }

    /// <summary>Every page is verified on the way, so that old damage is found here and not carried on.</summary>
    private static PageChecksums CopyPages(PublishedFile? published, WorkingCopy copy)
    {
        var checksums = new PageChecksums();
        if (published is null)
            return checksums;
        using var from = published.OpenPages();
        using var to = new PageStream(copy.File, copy.Path, checksums, writable: true);
        var page = new byte[PageChecksums.PageSize];
        while (from.Position < from.Length)
        {
            from.ReadExactly(page);
            to.Write(page);
        }
        return checksums;
    }

    private static void Apply(DocumentStore store, IEnumerable<IChanges> changes)
    {
        var counts = store.Counts();
        foreach (var change in changes.Where(change => !change.IsEmpty))
        {
            var collection = change.Collection;
            // Upsert searches for every document first, which a first scan with 100,000 of them can do without.
            var isNew = counts[collection] == 0;
            counts[collection] -= store.Delete(collection, change.KeysToRemove());
            foreach (var documents in change.DocumentsToPut(DocumentsAtATime))
            {
                counts[collection] += isNew ? store.Insert(collection, documents) : store.Upsert(collection, documents);
                store.Checkpoint();
            }
        }
        store.Upsert(Collections.Counts, [counts.ToDocument()]);
        store.Checkpoint();
    }

    private static void CopyDocuments(PublishedFile published, DocumentStore to, CancellationToken interrupted)
    {
        using var pages = published.OpenPages();
        using var from = new DocumentStore(pages);
        foreach (var (collection, _) in from.Counts().All)
        {
            foreach (var documents in from.All(collection).Chunk(DocumentsAtATime))
            {
                interrupted.ThrowIfCancellationRequested();
                to.Insert(collection, documents);
                to.Checkpoint();
            }
        }
        to.Upsert(Collections.Counts, [from.Counts().ToDocument()]);
        to.Checkpoint();
    }

    private static void Verify(WorkingCopy copy)
    {
        try
        {
            using var written = PublishedFile.Open(copy.Path) ?? throw new InvalidDataException("the working copy is gone");
            written.VerifyDocuments();
        }
        catch (CannotCheckException exception)
        {
            throw new InvalidDataException($"what was written does not read back: {exception.Message}", exception);
        }
    }
}
