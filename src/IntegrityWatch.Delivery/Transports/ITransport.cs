namespace IntegrityWatch.Delivery.Transports;

/// <summary>Carries messages to one sink, framed as its protocol has them. Leaves nothing open once it is closed.</summary>
public interface ITransport
{
    /// <summary>
    /// Sends the messages in order, and waits until the sink has them as far as its protocol can tell. Never throws for what the network, the
    /// sink or the file system does: that is told in the outcome.
    /// </summary>
    /// <param name="messages">As their format encodes them, without framing.</param>
    /// <param name="deadline">Ends it early; what the sink has by then counts.</param>
    Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline);

    /// <summary>After the last message. Most transports open what they need for the messages at hand, and have nothing left to close.</summary>
    void Close()
    {
    }
}
