namespace IntegrityWatch.Delivery.Transports.Http;

/// <summary>Keeps what opens a sink's door out of whatever the sink says.</summary>
/// <param name="authorization">Of the header; null where there is none.</param>
internal sealed class HttpSecrets(string? authorization)
{
    /// <summary>Shorter words would be found in harmless text.</summary>
    private const int FewestCharacters = 4;

    /// <summary>The header's value, and what follows the name of the scheme in it.</summary>
    private readonly string[] secrets =
        [.. new[] { authorization, authorization?.Split(' ')[^1] }.OfType<string>().Where(secret => secret.Length >= FewestCharacters)];

    public string Hide(string text)
    {
        foreach (var secret in secrets)
            text = text.Replace(secret, "...", StringComparison.OrdinalIgnoreCase);
        return text;
    }
}
