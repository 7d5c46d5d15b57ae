using System.Buffers;
using System.Security.Cryptography;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>The digest that a file on disk has now.</summary>
public static class FileHasher
{
    private const int BufferSize = 128 * 1024;

    /// <summary>
    /// Null where the file is missing, unreadable or not a regular file, or where the algorithm is none that can be computed
    /// here: then the disk has nothing to say, and no guess replaces it.
    /// </summary>
    public static Digest? Hash(EvidenceRoot root, HostPath path, string algorithm) =>
        Hash(root, path, [algorithm]) is [var digest] ? digest : null;

    /// <summary>One digest for each algorithm, of one reading; null where one of them cannot be told.</summary>
    public static IReadOnlyList<Digest>? Hash(EvidenceRoot root, HostPath path, IReadOnlyList<string> algorithms)
    {
        if (!path.IsAbsolute || !algorithms.All(CanCompute))
            return null;
        using var file = root.Open(path);
        return file is null ? null : Hash(file, algorithms);
    }

    /// <summary>Null where the file cannot be read to its end.</summary>
    public static IReadOnlyList<Digest>? Hash(FileStream file, IReadOnlyList<string> algorithms) =>
        Hash(file, algorithms, WorkBudget.OfCapture(), out _, CancellationToken.None);

    /// <summary>Null where the file cannot be read to its end, or is left.</summary>
    /// <param name="file">What to read.</param>
    /// <param name="algorithms">For which there is a digest each, in this order.</param>
    /// <param name="budget">How much may be read.</param>
    /// <param name="isLeft">True where it did not fit that.</param>
    /// <param name="interrupted">Ends it early.</param>
    internal static IReadOnlyList<Digest>? Hash(FileStream file, IReadOnlyList<string> algorithms, WorkBudget budget, out bool isLeft,
        CancellationToken interrupted)
    {
        isLeft = false;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var hashes = algorithms.Select(algorithm => IncrementalHash.CreateHash(DigestAlgorithm.Named(algorithm)!.FrameworkName)).ToList();
        try
        {
            long read = 0;
            foreach (var length in SparseReading.Of(file, buffer))
            {
                interrupted.ThrowIfCancellationRequested();
                if ((read += length) > budget.MostBytesOfFile || !budget.Takes(length))
                {
                    isLeft = true;
                    return null;
                }
                foreach (var hash in hashes)
                    hash.AppendData(buffer, 0, length);
            }
            return [.. hashes.Zip(algorithms, (hash, algorithm) => new Digest(algorithm, hash.GetHashAndReset()))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            hashes.ForEach(hash => hash.Dispose());
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static bool CanCompute(string algorithm) => DigestAlgorithm.Named(algorithm) is { IsComputed: true };
}
