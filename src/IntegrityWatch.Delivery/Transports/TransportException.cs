namespace IntegrityWatch.Delivery.Transports;

/// <summary>A step of a transport that failed for a reason that can be told as it stands. Never leaves a transport.</summary>
/// <param name="problem">Some words in lower case, without a secret; text from the network in it is made safe already.</param>
internal sealed class TransportException(string problem) : Exception(problem);
