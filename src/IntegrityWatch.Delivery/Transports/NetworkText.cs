namespace IntegrityWatch.Delivery.Transports;

/// <summary>What comes from the network, or names a place in it, fit for a line.</summary>
internal static class NetworkText
{
    public const int MostCharacters = 100;

    /// <summary>At most <see cref="MostCharacters"/> characters of it, with what shows nothing escaped.</summary>
    public static string Of(string text) => SafeText.Sentence(text.Length <= MostCharacters ? text : text[..MostCharacters]);

    /// <summary>A host and a port as people write them: <c>log.example:514</c>, <c>[::1]:514</c>.</summary>
    public static string Endpoint(string host, int port) => $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
}
