namespace IntegrityWatch.Delivery.Transports;

/// <summary>What an answer by HTTP means for the message that was posted.</summary>
internal enum HttpVerdict
{
    Taken,

    /// <summary>For what it holds; others may fare better.</summary>
    Refused,

    /// <summary>For what it does not hold: it may be taken later, and so may others.</summary>
    Failed,
}
