namespace IntegrityWatch.Delivery.Transports;

/// <summary>Appends a line for each message to a file, all or none.</summary>
/// <param name="path">Absolute.</param>
internal sealed class FileTransport(string path) : ITransport
{
    public Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        var screened = Framing.Line.Screen(messages);
        if (screened.Messages.Count == 0)
            return Task.FromResult(screened.Taken(answer: null));
        try
        {
            deadline.ThrowIfCancellationRequested();
            Append(screened.Messages);
            return Task.FromResult(screened.Taken("written"));
        }
        catch (Exception exception) when (Problem.Of(exception) is { } problem)
        {
            return Task.FromResult(new TransportOutcome { Taken = 0, Problem = problem });
        }
    }

    private void Append(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        using var file = LogFile.Open(path);
        try
        {
            file.EndBrokenLine();
            foreach (var buffer in Framing.Line.Buffers(messages))
                file.Append(buffer.Span);
            file.Flush();
        }
        catch
        {
            file.TakeBack();
            throw;
        }
    }
}
