namespace IntegrityWatch.Fleet.Reports;

/// <summary>Text as the store takes it.</summary>
internal static class StoreText
{
    /// <summary>Not longer than the column, and without the one character that no text of PostgreSQL holds (manual, "Character Types").</summary>
    /// <param name="text">Text of any characters; null for none.</param>
    /// <param name="most">Characters.</param>
    public static string? Of(string? text, int most) => text is null ? null : Cut(text, most).Replace('\0', '\uFFFD');

    // PostgreSQL counts characters, of which some are two of UTF-16, so that what fits here fits there.
    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
