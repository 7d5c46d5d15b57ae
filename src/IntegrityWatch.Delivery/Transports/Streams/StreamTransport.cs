namespace IntegrityWatch.Delivery.Transports.Streams;

/// <summary>
/// Writes all messages to one connection. They are taken all or not at all, since a stream does not tell how far it was read.
/// </summary>
/// <param name="framing">What the receiver tells them apart by.</param>
/// <param name="open">Opens the connection.</param>
internal sealed class StreamTransport(Framing framing, Func<CancellationToken, Task<StreamConnection>> open) : ITransport
{
    public async Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        var screened = framing.Screen(messages);
        if (screened.Messages.Count == 0)
            return screened.Taken(answer: null);
        try
        {
            using var connection = await open(deadline);
            foreach (var buffer in framing.Buffers(screened.Messages))
                await connection.WriteAsync(buffer, deadline);
            return screened.Taken(await connection.FinishAsync(deadline));
        }
        catch (Exception exception) when (Problem.Of(exception) is { } problem)
        {
            return new TransportOutcome { Taken = 0, Problem = problem };
        }
    }
}
