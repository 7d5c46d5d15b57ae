namespace IntegrityWatch.Delivery.Transports.Udp;

/// <summary>What has become of messages so far that go out one by one.</summary>
internal sealed class DatagramTally
{
    private int refused;
    private string? problem;

    /// <summary>Messages, with those that were refused.</summary>
    public int Taken { get; set; }

    public int Datagrams { get; set; }

    public int BytesSincePause { get; set; }

    public void Refuse(string why)
    {
        refused++;
        problem ??= why;
    }

    public TransportOutcome Outcome(string? answer) => new() { Taken = Taken, Refused = refused, Problem = problem, Answer = answer };
}
