namespace IntegrityWatch.Delivery.Transports;

/// <summary>Words that somebody else chose, made fit for a line.</summary>
internal static class NetworkText
{
    public const int MostCharacters = 100;

    /// <summary>At most <see cref="MostCharacters"/> characters of it, with what shows nothing escaped.</summary>
    public static string Of(string text) => SafeText.Sentence(text.Length <= MostCharacters ? text : text[..MostCharacters]);
}
