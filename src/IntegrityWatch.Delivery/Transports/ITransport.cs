namespace IntegrityWatch.Delivery.Transports;

/// <summary>Carries messages to one sink, framed as its protocol has them. Opens what it needs, and leaves nothing open.</summary>
internal interface ITransport
{
    /// <summary>
    /// Sends the messages in order, and waits until the sink has them as far as its protocol can tell. Never throws for what the network, the
    /// sink or the file system does: that is told in the outcome.
    /// </summary>
    /// <param name="messages">As their format encodes them, without framing.</param>
    /// <param name="deadline">Ends it early; what the sink has by then counts.</param>
    Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline);
}
