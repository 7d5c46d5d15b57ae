namespace IntegrityWatch.Evidence.Disk;

/// <summary>Hashes many files side by side. However many there are, each processor reads one at a time.</summary>
public sealed class DiskHasher
{
    private readonly EvidenceRoot root;
    private readonly CancellationToken interrupted;

    public DiskHasher(EvidenceRoot root, CancellationToken interrupted) => (this.root, this.interrupted) = (root, interrupted);

    /// <summary>The digests of those that could be read, in the order of their request's algorithms.</summary>
    /// <param name="requests">Read on one thread.</param>
    /// <param name="progress">Told, one call at a time, how many are done.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public Dictionary<HostPath, IReadOnlyList<Digest>> Hash(IEnumerable<HashRequest> requests, Action<int>? progress = null)
    {
        var digests = new Dictionary<HostPath, IReadOnlyList<Digest>>();
        var done = 0;
        var options = new ParallelOptions { CancellationToken = interrupted, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(requests, options, request =>
        {
            var found = Hash(request);
            lock (digests)
            {
                if (found is not null)
                    digests[request.Path] = found;
                progress?.Invoke(++done);
            }
        });
        return digests;
    }

    private IReadOnlyList<Digest>? Hash(HashRequest request)
    {
        // In an algorithm that cannot be computed here there is nothing to read for.
        if (request.Algorithms.Count == 0)
            return null;
        if (!request.OnlyPrograms)
            return FileHasher.Hash(root, request.Path, request.Algorithms);
        using var file = root.OpenProgram(request.Path);
        return file is null ? null : FileHasher.Hash(file, request.Algorithms);
    }
}
