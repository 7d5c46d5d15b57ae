namespace IntegrityWatch.Delivery.Transports;

/// <summary>A host and a port as people write them.</summary>
internal static class Place
{
    /// <summary><c>log.example:514</c>, <c>[::1]:514</c>.</summary>
    public static string Of(string host, int port) => $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
}
